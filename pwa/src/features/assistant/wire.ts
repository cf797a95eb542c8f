/** What the assistant's endpoint says, as this page reads it. */
import type { Trouble } from "../../api/client";

export const LANGUAGES = ["en", "es", "hi", "te"] as const;
export type Language = (typeof LANGUAGES)[number];

/** One sentence: as it is written, and as it is to be said aloud. */
export interface Sentence {
  text: string;
  spoken: string;
  /** Said because the answer takes a while: no part of it. */
  filler?: boolean;
  pace?: "normal" | "slow";
}

/** One figure behind an answer, with the row that it came from. */
export interface Fact {
  name: string;
  value: unknown;
  unit: string;
  as_of: string;
  currency?: string | null;
  per?: string;
  source?: { kind: string; ref?: string; page?: string } | null;
  /** In words of the answer's language, where the server has them. */
  label?: string;
  text?: string;
}

/** One of two ways in which a question could be meant: what the button says, and what it asks. */
export interface Option {
  label: string;
  message: string;
}

/** An action that waits for a yes. */
export interface Proposal {
  id: string;
  text: string;
}

export interface Answer {
  conversation: string;
  turn: string;
  answer: string;
  language: Language;
  intent: string;
  facts: Fact[];
  source: "groq" | "ollama" | "offline";
  options: Option[];
  proposal: Proposal | null;
}

export type TurnEvent = { type: "turn"; conversation: string; turn: string } | { type: "sentence"; sentence: Sentence } | { type: "facts"; facts: Fact[] } | { type: "done"; answer: Answer } | { type: "trouble"; trouble: Trouble };
