/**
 * A spoken session as values: what is going on, what happens, and what is to be done about it. No microphone, voice,
 * clock or network in here; `voice.ts` carries the effects out and brings back what came of them.
 *
 *   idle -> listening -> thinking -> speaking -> idle (hold-to-talk) or listening (hands-free)
 */

export type Phase = "idle" | "listening" | "thinking" | "speaking";
export type Ear = "recognition" | "recorder";
export type Timer = "open" | "settle";
/** Why the session needs a word to the person; each has a sentence in words/assistant.ts. */
export type Note = "hold_longer" | "heard_nothing" | "denied" | "no_microphone" | "microphone_busy" | "unsupported" | "transcription_off" | "transcription_failed" | "switched" | "left_free" | "ready";

export interface State {
  phase: Phase;
  /** Whether it listens again after each answer, without a hand. */
  free: boolean;
  ear: Ear;
  /** Whether the talk button is down, and since when. */
  heldSince: number | null;
  /** Whether the microphone is open and has begun to deliver. */
  open: boolean;
  /** What has been understood for good, and what may still change. */
  sure: string;
  caption: string;
  /** Sentences given to the voice that it has not finished, newest last. */
  saying: string[];
  /** Whether this turn is said aloud, and whether its answer is complete. */
  aloud: boolean;
  answered: boolean;
  /** Hands-free rounds in a row in which nobody spoke. */
  silences: number;
  note: Note | null;
}

export type Happening =
  | { type: "press"; at: number }
  | { type: "release"; at: number }
  | { type: "free"; on: boolean }
  | { type: "stop" }
  | { type: "asked"; aloud: boolean }
  | { type: "opening"; ms?: number }
  | { type: "opened" }
  | { type: "interim"; text: string }
  | { type: "final"; text: string }
  | { type: "spoke" } // the recorder hears somebody
  | { type: "ended" }
  | { type: "refused"; code: string }
  | { type: "transcribed"; text: string }
  | { type: "timeout"; timer: Timer }
  | { type: "sentence"; spoken: string }
  | { type: "answered" }
  | { type: "failed" }
  | { type: "said" };

export type Effect =
  | { do: "listen"; ear: Ear; during: "turn" | "speech" } // whatever is listening already is dropped first
  | { do: "finish" } // stop listening, deliver what was heard
  | { do: "drop" } // stop listening, deliver nothing
  | { do: "ask"; text: string }
  | { do: "cancel" } // stop the answer
  | { do: "say"; text: string }
  | { do: "hush" } // stop the voice, and note what was heard of the answer
  | { do: "wait"; timer: Timer; ms: number }
  | { do: "settle"; timer: Timer }
  | { do: "remember"; ear: Ear | null };

export type Step = { state: State; effects: Effect[] };

export const OPEN_MS = 1_500;
export const SETTLE_MS = 2_500;
export const TAP_MS = 300;
export const MOST_SILENCES = 4;
/** Recognition that answers with one of these will not work here: the recorder takes over, and is remembered. */
const HOPELESS = new Set(["not-allowed", "service-not-allowed", "network", "language-not-supported"]);
const NOTES: Record<string, Note> = { denied: "denied", none: "no_microphone", "audio-capture": "no_microphone", busy: "microphone_busy", unsupported: "unsupported", transcription_off: "transcription_off" };

export function begin(ear: Ear): State {
  return { phase: "idle", free: false, ear, heldSince: null, open: false, sure: "", caption: "", saying: [], aloud: false, answered: true, silences: 0, note: null };
}

/** What follows from a happening. */
export function step(state: State, event: Happening): Step {
  switch (event.type) {
    case "press": return press(state, event.at);
    case "release": return release(state, event.at);
    case "free": return event.on ? goFree(state) : quit(state, null);
    case "stop": return quit(state, null);
    case "asked": return typed(state, event.aloud);
    case "opening": return { state, effects: state.ear === "recognition" ? [{ do: "wait", timer: "open", ms: event.ms ?? OPEN_MS }] : [] };
    case "opened": return { state: { ...state, open: true }, effects: [{ do: "settle", timer: "open" }] };
    case "interim": return understood(state, joined(state.sure, event.text), state.sure);
    case "final": return understood(state, joined(state.sure, event.text), joined(state.sure, event.text));
    case "spoke": return state.phase === "speaking" ? interrupted(state, "", "") : same({ ...state, silences: 0 });
    case "ended": return ended(state);
    case "refused": return refused(state, event.code);
    case "transcribed": return state.phase === "thinking" && state.answered ? delivered(state, event.text) : same(state);
    case "timeout": return timeout(state, event.timer);
    case "sentence": return sentence(state, event.spoken);
    case "answered": return after({ ...state, answered: true });
    case "failed": return quit({ ...state, answered: true }, null);
    case "said": return after({ ...state, saying: state.saying.slice(1) });
  }
}

const same = (state: State): Step => ({ state, effects: [] });
const joined = (sure: string, more: string) => `${sure} ${more}`.trim();
/** What ends an answer that is on its way, or being said. */
const breaking = (state: State): Effect[] => [
  ...(state.phase === "speaking" || state.saying.length > 0 ? [{ do: "hush" } as const] : []),
  ...(state.answered ? [] : [{ do: "cancel" } as const]),
];

function listening(state: State, before: Effect[]): Step {
  const next: State = { ...state, phase: "listening", open: false, sure: "", caption: "", saying: [], answered: true };
  return { state: next, effects: [...before, { do: "listen", ear: state.ear, during: "turn" }] };
}

function press(state: State, at: number): Step {
  if (state.heldSince !== null) return same(state); // keys repeat while they are down
  const held = { ...state, heldSince: at, note: null, silences: 0 };
  // Hands-free and already listening: there is nothing to begin.
  if (state.phase === "listening") return same(held);
  return listening(held, breaking(state));
}

function release(state: State, at: number): Step {
  if (state.heldSince === null) return same(state);
  const short = at - state.heldSince < TAP_MS;
  const next = { ...state, heldSince: null };
  if (state.free || state.phase !== "listening") return same(next);
  if (short) return quit(next, "hold_longer");
  if (!state.open) return quit(next, "ready"); // most often the permission was being asked for
  return { state: { ...next, phase: "thinking" }, effects: [{ do: "finish" }, { do: "settle", timer: "open" }, { do: "wait", timer: "settle", ms: SETTLE_MS }] };
}

function goFree(state: State): Step {
  const free = { ...state, free: true, note: null, silences: 0 };
  return state.phase === "idle" ? listening(free, []) : same(free);
}

/** Back to rest: nothing is heard, said or awaited any longer. */
function quit(state: State, note: Note | null): Step {
  const effects = breaking(state);
  const next: State = { ...begin(state.ear), note };
  return { state: next, effects: [...effects, { do: "drop" }, { do: "settle", timer: "open" }, { do: "settle", timer: "settle" }] };
}

/** A typed question takes the place of whatever was going on. */
function typed(state: State, aloud: boolean): Step {
  const open = state.phase === "listening" || (state.phase === "speaking" && state.free);
  const effects: Effect[] = [...breaking(state), ...(open ? [{ do: "drop" } as const] : [])];
  return { state: { ...state, phase: "thinking", open: false, heldSince: null, sure: "", caption: "", saying: [], aloud, answered: false, silences: 0, note: null }, effects };
}

function understood(state: State, caption: string, sure: string): Step {
  if (state.phase === "speaking") return echoes(caption, state.saying) ? same(state) : interrupted(state, caption, sure);
  if (state.phase !== "listening" && state.phase !== "thinking") return same(state);
  return { state: { ...state, caption, sure, silences: 0 }, effects: [] };
}

/** Somebody speaks into the answer: voice and answer stop, what was said so far counts. */
function interrupted(state: State, caption: string, sure: string): Step {
  return { state: { ...state, phase: "listening", caption, sure, saying: [], answered: true, silences: 0 }, effects: breaking(state) };
}

/** The microphone has closed by itself, or because it was told to. */
function ended(state: State): Step {
  // One that never opened would end again and again: then only a hand interrupts this answer.
  if (state.phase === "speaking") return { state: { ...state, open: false, sure: "" }, effects: state.free && state.open ? [{ do: "listen", ear: state.ear, during: "speech" }] : [] };
  // The recorder's words come later, as `transcribed`.
  if (state.ear === "recorder") return state.phase === "listening" ? { state: { ...state, phase: "thinking", open: false }, effects: [] } : same({ ...state, open: false });
  if (state.phase === "listening" && state.heldSince !== null && !state.free) {
    return { state: { ...state, open: false, sure: state.caption }, effects: [{ do: "listen", ear: state.ear, during: "turn" }] };
  }
  if (state.phase === "listening" || (state.phase === "thinking" && state.answered)) return delivered(state, state.caption);
  return same(state);
}

function delivered(state: State, text: string): Step {
  const words = text.trim();
  const effects: Effect[] = [{ do: "settle", timer: "settle" }, { do: "settle", timer: "open" }];
  if (words === "") return nothingHeard(state, effects);
  const next: State = { ...state, phase: "thinking", open: false, caption: words, sure: "", aloud: true, answered: false, silences: 0, note: null };
  return { state: next, effects: [...effects, { do: "ask", text: words }] };
}

function nothingHeard(state: State, effects: Effect[]): Step {
  if (!state.free) return { state: { ...begin(state.ear), note: "heard_nothing" }, effects };
  if (state.silences + 1 >= MOST_SILENCES) return quit(state, "left_free");
  return listening({ ...state, silences: state.silences + 1 }, effects);
}

function refused(state: State, code: string): Step {
  if (code === "no-speech" || code === "aborted") return same(state); // `ended` follows
  if (state.phase === "speaking") return same({ ...state, open: false }); // the answer is said all the same
  if (state.ear === "recognition" && HOPELESS.has(code)) return fallOver(state);
  if (code === "transcription_off") {
    const gone = quit(state, "transcription_off");
    return { ...gone, effects: [...gone.effects, { do: "remember", ear: null }] };
  }
  if (code === "silent" || code === "short") return nothingHeard({ ...state, caption: "" }, []);
  return quit(state, NOTES[code] ?? (state.ear === "recorder" ? "transcription_failed" : "heard_nothing"));
}

/** Recognition does not work here. Whoever still holds the button, or talks hands-free, is heard by the recorder. */
function fallOver(state: State): Step {
  const recorder: State = { ...state, ear: "recorder", open: false, sure: "", caption: "", note: "switched" };
  const remember: Effect[] = [{ do: "settle", timer: "open" }, { do: "drop" }, { do: "remember", ear: "recorder" }];
  if (state.phase === "listening" && (state.free || state.heldSince !== null)) {
    return { state: recorder, effects: [...remember, { do: "listen", ear: "recorder", during: "turn" }] };
  }
  return { state: { ...begin("recorder"), note: "switched" }, effects: [...remember, { do: "settle", timer: "settle" }] };
}

function timeout(state: State, timer: Timer): Step {
  // While an answer is said, some devices give the microphone to nobody: that says nothing about recognition.
  if (timer === "open" && !state.open && state.phase === "listening") return fallOver(state);
  if (timer === "settle" && state.phase === "thinking" && state.answered && state.ear === "recognition") {
    const done = delivered(state, state.caption);
    return { ...done, effects: [{ do: "drop" }, ...done.effects] };
  }
  return same(state);
}

function sentence(state: State, spoken: string): Step {
  if (state.answered || !state.aloud) return same(state);
  const first = state.phase !== "speaking";
  const next: State = { ...state, phase: "speaking", saying: [...state.saying, spoken], sure: first ? "" : state.sure };
  // Hands-free, the microphone is open while the answer is said: whoever speaks into it is heard.
  const effects: Effect[] = [{ do: "say", text: spoken }];
  return { state: next, effects: first && state.free ? [...effects, { do: "listen", ear: state.ear, during: "speech" }] : effects };
}

/** The answer is complete, or a sentence has been said: is the turn over? */
function after(state: State): Step {
  if (!state.answered || state.saying.length > 0) return same(state);
  if (state.phase !== "speaking" && state.phase !== "thinking") return same(state);
  const rest: State = { ...begin(state.ear), heldSince: state.heldSince, note: state.note };
  if (!state.free) return same(rest);
  return listening({ ...rest, free: true }, []);
}

/** Whether what the microphone heard is our own voice: nearly all of its words are among those being said. */
export function echoes(heard: string, saying: readonly string[]): boolean {
  const words = wordsOf(heard);
  if (words.length === 0) return true;
  const own = new Set(saying.flatMap(wordsOf));
  return words.filter((word) => own.has(word)).length / words.length >= 0.6;
}

const wordsOf = (text: string): string[] => text.toLowerCase().normalize("NFC").match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
