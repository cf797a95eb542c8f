/** Sending a statement: by XMLHttpRequest, which tells how far an upload has come (fetch does not). */
import { csrfToken, Trouble, troubleOf, type Schema } from "../../api/client";
import type { Mapping } from "./columns";

export type Outcome = Schema["Import"];
export type Sending = {
  file: File;
  account: string;
  dayFirst: boolean | null;
  section: string | null;
  mapping: Mapping | null;
  dryRun: boolean;
  key: string;
};
export const MAX_BYTES = 25 * 1024 * 1024;

/** Send; `onProgress` gets the share that has left, 1 while the server reads. */
export function send(sending: Sending, onProgress: (share: number) => void): Promise<Outcome> {
  const request = new XMLHttpRequest();
  return new Promise((resolve, reject) => {
    request.open("POST", "/api/v1/imports");
    request.responseType = "json";
    request.setRequestHeader("X-CSRFToken", csrfToken());
    request.setRequestHeader("Idempotency-Key", sending.key);
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onerror = () => reject(new Trouble("offline", ""));
    request.onload = () =>
      request.status < 300 ? resolve(request.response as Outcome) : reject(troubleOf(request.status, request.response));
    request.send(formOf(sending));
  });
}

export function formOf({ file, account, dayFirst, section, mapping, dryRun }: Sending): FormData {
  const form = new FormData();
  form.set("file", file);
  form.set("linked_account", account);
  if (dryRun) form.set("dry_run", "true");
  if (dayFirst !== null) form.set("day_first", String(dayFirst));
  if (section !== null) form.set("section", section);
  if (mapping !== null) form.set("mapping", JSON.stringify(mapping));
  return form;
}
