/** Who is using the app, and what step they stand at. */
import { signal } from "@preact/signals";
import * as auth from "../api/auth";
import { client, lapse, told, type Schema } from "../api/client";
import { speak } from "./i18n";
import { leaveDevice } from "./push";

export type Me = Schema["Me"];
export const standing = signal<auth.Standing | null>(null);
export const me = signal<Me | null>(null);

lapse.tell = () => {
  me.value = null;
  standing.value = { in: false, step: null };
};

/** Take a new standing, and learn who it is. */
export async function arrive(next: auth.Standing): Promise<void> {
  if (next.in) await learnMe();
  else me.value = null;
  standing.value = next;
}

export async function learnMe(): Promise<void> {
  know(await told(client.GET("/api/v1/me")));
}

export function know(person: Me): void {
  me.value = person;
  speak(person.language ?? "en");
}

export async function leave(): Promise<void> {
  await leaveDevice();
  await arrive(await auth.logOut());
}

/** A same-origin path to go on to after the log-in; anything else is ignored, lest a link lead people astray. */
export function onward(search: string = location.search): string {
  const next = new URLSearchParams(search).get("next") ?? "";
  return /^\/(?![/\\])/.test(next) ? next : "/";
}
