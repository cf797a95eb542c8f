/** What this device remembers of how somebody talks: on this device only, because it is about its ears and voices. */
import { signal } from "@preact/signals";
import type { Ear } from "./machine";
import { LANGUAGES, type Language } from "./wire";

/** When answers are said aloud: always, when the question was spoken, never. */
export const ALOUD = ["always", "spoken", "never"] as const;
export type Aloud = (typeof ALOUD)[number];
export const RATES = [0.8, 1, 1.2, 1.5] as const;

export interface Habits {
  /** Null: the one that the person set for the app. */
  language: Language | null;
  aloud: Aloud;
  rate: number;
  /** The ear that was found to work, where it is not the first choice. */
  ear: Ear | null;
  /** Whom the person allowed to hear them. */
  agreed: Ear[];
}

const KEY = "giglens.talk";
export const DEFAULTS: Habits = { language: null, aloud: "spoken", rate: 1, ear: null, agreed: [] };

/** Read what was stored, whoever wrote it: anything unknown falls back to the default. */
export function recall(stored: string | null): Habits {
  const said = parsed(stored);
  const ears: Ear[] = ["recognition", "recorder"];
  return {
    language: LANGUAGES.find((one) => one === said["language"]) ?? null,
    aloud: ALOUD.find((one) => one === said["aloud"]) ?? DEFAULTS.aloud,
    rate: RATES.find((one) => one === said["rate"]) ?? DEFAULTS.rate,
    ear: ears.find((one) => one === said["ear"]) ?? null,
    agreed: ears.filter((one) => Array.isArray(said["agreed"]) && said["agreed"].includes(one)),
  };
}

function parsed(stored: string | null): Record<string, unknown> {
  try {
    return (JSON.parse(stored ?? "{}") as Record<string, unknown> | null) ?? {};
  } catch {
    return {};
  }
}

export const habits = signal<Habits>(recall(localStorage.getItem(KEY)));

export function keep(changes: Partial<Habits>): void {
  habits.value = { ...habits.value, ...changes };
  localStorage.setItem(KEY, JSON.stringify(habits.value));
}
