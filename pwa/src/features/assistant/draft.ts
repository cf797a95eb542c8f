/** The question that is being written: kept for this tab, so that neither another page nor a lost connection loses it. */
import { signal } from "@preact/signals";
import { me } from "../../lib/session";

const PLACE = "giglens.draft";

function kept(): string {
  try {
    return sessionStorage.getItem(PLACE) ?? "";
  } catch {
    return ""; // storage may be forbidden
  }
}

export const draft = signal(kept());

export function write(text: string): void {
  draft.value = text;
  try {
    if (text) sessionStorage.setItem(PLACE, text);
    else sessionStorage.removeItem(PLACE);
  } catch {
    // then it lives as long as the page
  }
}

/** Whoever logs in next must not find the words of who was here before; a page that is only being opened keeps them. */
let known = false;
me.subscribe((person) => {
  if (person === null && known) write("");
  known = person !== null;
});
