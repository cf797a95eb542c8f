/** Which ear to use, and whether the person has to be asked first. Values only; `ears.ts` finds them out. */
import type { Ear } from "./machine";
import type { Habits } from "./memory";
import type { Language } from "./wire";

export interface Abilities {
  /** Recognition by the browser: not there, on this device, or by a service of the browser's maker. */
  recognition: "none" | "local" | "remote";
  recorder: boolean;
  /** Whether our server turns recordings into text; null before it has said so. */
  transcription: boolean | null;
}

export interface Hearing {
  ear: Ear | null;
  /** Whether the person must agree first: what is said leaves the device. */
  ask: boolean;
}

/** Recognition on the device, else by the browser's maker, else a recording; what has failed here comes last. */
export function hearing(abilities: Abilities, habits: Pick<Habits, "ear" | "agreed">): Hearing {
  const recorder = abilities.recorder && abilities.transcription !== false;
  const recognition = abilities.recognition !== "none";
  const ear = recognition && (habits.ear !== "recorder" || !recorder) ? "recognition" : recorder ? "recorder" : null;
  const leaves = ear === "recorder" || abilities.recognition === "remote";
  return { ear, ask: ear !== null && leaves && !habits.agreed.includes(ear) };
}

const TAGS: Record<Language, string> = { en: "en-US", es: "es-ES", hi: "hi-IN", te: "te-IN" };

/** The language as recognition and voices name it: with the person's own country where the device says one. */
export function tagOf(language: Language, device: readonly string[]): string {
  return device.find((one) => one.startsWith(`${language}-`)) ?? TAGS[language];
}

/** The container to record in. Safari says that it records WebM, and then writes files that others cannot read. */
export function container(supported: (type: string) => boolean, agent: string): string {
  const safari = /AppleWebKit/.test(agent) && !/Chrom(e|ium)\/|CriOS|Android/.test(agent);
  const webm = ["audio/webm;codecs=opus", "audio/webm"];
  const mp4 = ["audio/mp4;codecs=mp4a.40.2", "audio/mp4"];
  return [...(safari ? mp4 : webm), ...(safari ? webm : mp4)].find(supported) ?? "";
}

/** A name whose ending says what is really in the recording. */
export function fileName(type: string): string {
  const kind = type.split(";")[0] ?? "";
  return `speech.${{ "audio/mp4": "mp4", "audio/wav": "wav", "audio/x-wav": "wav", "audio/ogg": "ogg" }[kind] ?? "webm"}`;
}
