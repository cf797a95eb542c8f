/** Exports and restorations: asked for, and followed until they are done. */
import { client, told, Trouble, type Schema } from "../../api/client";

export type Archive = Schema["Archive"];
export type Entry = Schema["AuditEntry"];
type Ask = (id: string) => Promise<Archive>;
const PAUSE_MS = 1000;

export const oneArchive: Ask = (id) =>
  told(client.GET("/api/v1/me/exports/{public_id}", { params: { path: { public_id: id } } }));
export const askExport = () => told(client.POST("/api/v1/me/exports"));

/** Send a file; a dry run tries it and changes nothing. */
export function askRestore(file: File, dryRun: boolean): Promise<Archive> {
  const form = new FormData();
  form.set("file", file);
  form.set("dry_run", String(dryRun));
  return told(client.POST("/api/v1/me/restore", { body: {} as never, bodySerializer: () => form }));
}

/** Return the archive when it is done, telling of each look at it, or throw what an immediate answer would have been. */
export async function follow(
  started: Archive,
  onLook: (row: Archive) => void,
  ask: Ask = oneArchive,
  pause: () => Promise<void> = () => new Promise((resolve) => setTimeout(resolve, PAUSE_MS)),
): Promise<Archive> {
  let row = started;
  while (row.status === "waiting" || row.status === "running") {
    onLook(row);
    await pause();
    row = await ask(row.id ?? "").catch((cause: unknown) => {
      if (cause instanceof Trouble && cause.code === "offline") return row; // the worker goes on
      throw cause;
    });
  }
  if (row.status === "failed") throw new Trouble(row.problem?.code ?? "went_wrong", row.problem?.message ?? "");
  return row;
}
