/**
 * Says sentences, one after another, through the browser's speechSynthesis.
 *
 * Its traps, and what is done about each: Chrome's remote voices fall silent after 14 s without a word, so long
 * sentences are said in pieces; Safari forgets utterances that nobody holds, so they are held; some voices never tell
 * that they are done, so a watchdog of twice the expected time goes on without them; what was cancelled still tells
 * its end, late, so each piece knows whether it is the present one; after cancel() Chrome loses what is spoken at
 * once, so it waits a moment; and a synthesizer left paused by another page says nothing until it is resumed.
 */

export interface Voice {
  name: string;
  lang: string;
  localService: boolean;
  default: boolean;
}
type Utterance = Pick<SpeechSynthesisUtterance, "text" | "lang" | "rate" | "volume" | "voice" | "onstart" | "onend" | "onerror" | "onboundary">;
export interface Synth {
  speak: (utterance: Utterance) => void;
  cancel: () => void;
  resume: () => void;
  getVoices: () => Voice[];
}

const LETTERS_A_SECOND = 13;
const PIECE_S = 11;
const AFTER_CANCEL_MS = 60;
const LEAST_MS = 3_000;

/** Seconds that a text takes; the scripts of Hindi and Telugu hold more sound in a letter. */
export function expected(text: string, rate: number): number {
  return [...text].reduce((sum, letter) => sum + (letter > "\u0900" ? 1.4 : 1), 0) / LETTERS_A_SECOND / rate;
}

/** Cut a long sentence where one would breathe: at a comma, else at a space. */
export function pieces(text: string, rate: number): string[] {
  if (expected(text, rate) <= PIECE_S) return [text];
  const words = text.split(/(?<=\s)/);
  const found: string[] = [];
  let piece = "";
  for (const word of words) {
    const long = expected(piece + word, rate) > PIECE_S;
    const breath = /[,;:।]\s*$/.test(piece) && expected(piece, rate) > PIECE_S / 2;
    if (piece && (long || breath)) {
      found.push(piece.trim());
      piece = "";
    }
    piece += word;
  }
  return [...found, piece.trim()].filter(Boolean);
}

/** The voice of a language: its own country, on this device, the default of the device, in that order of weight. */
export function voiceOf(voices: readonly Voice[], tag: string): Voice | null {
  const plain = (lang: string) => lang.replace("_", "-").toLowerCase();
  const wanted = plain(tag);
  const weigh = (voice: Voice) => (plain(voice.lang) === wanted ? 4 : 0) + (voice.localService ? 2 : 0) + (voice.default ? 1 : 0);
  const able = voices.filter((voice) => plain(voice.lang).split("-")[0] === wanted.split("-")[0]);
  return [...able].sort((one, other) => weigh(other) - weigh(one))[0] ?? null;
}

interface Piece {
  text: string;
  lang: string;
  rate: number;
  /** Whether the sentence ends with it. */
  last: boolean;
}

/** The piece that is being said; the utterance is held here, lest Safari forget it. */
interface Saying {
  piece: Piece;
  utterance: Utterance;
  begun: boolean;
  upTo: number;
}

export interface Told {
  /** A sentence has been said. */
  said: () => void;
  /** A sentence could not be said at all: there is no voice. */
  mute: () => void;
}

export class Mouth {
  #queue: Piece[] = [];
  #now: Saying | null = null;
  #watchdog: ReturnType<typeof setTimeout> | undefined;
  #pause: ReturnType<typeof setTimeout> | undefined;
  #cancelledAt = -Infinity;
  #said: string[] = [];

  constructor(
    readonly synth: Synth,
    readonly utter: (text: string) => Utterance,
    readonly told: Told,
  ) {}

  /** To be called on a tap or key: browsers let nobody speak who has not been asked to. */
  prime(): void {
    if (this.#now) return;
    const nothing = this.utter("");
    nothing.volume = 0;
    this.synth.resume();
    this.synth.speak(nothing);
  }

  say(text: string, lang: string, rate: number): void {
    const parts = pieces(text, rate);
    parts.forEach((part, index) => this.#queue.push({ text: part, lang, rate, last: index === parts.length - 1 }));
    if (!this.#now) this.#next();
  }

  /** Fall silent at once. Returns what was said since the last call, piece by piece, as far as one can know. */
  hush(): string[] {
    const now = this.#now;
    if (now?.begun) this.#said.push(now.piece.text.slice(0, now.upTo).trim());
    const heard = this.#said.filter(Boolean);
    clearTimeout(this.#watchdog);
    clearTimeout(this.#pause);
    this.#queue = [];
    this.#said = [];
    this.#now = null;
    this.synth.cancel();
    this.#cancelledAt = performance.now();
    return heard;
  }

  /** A new answer begins: what was said before it is no longer asked for. */
  fresh(): void {
    this.#said = [];
  }

  #next(): void {
    clearTimeout(this.#pause);
    const wait = this.#cancelledAt + AFTER_CANCEL_MS - performance.now();
    if (wait > 0) {
      this.#pause = setTimeout(() => this.#next(), wait);
      return;
    }
    const piece = this.#queue.shift();
    if (!piece) return;
    const utterance = this.utter(piece.text);
    const now: Saying = (this.#now = { piece, utterance, begun: false, upTo: 0 });
    utterance.lang = piece.lang;
    utterance.rate = piece.rate;
    utterance.voice = voiceOf(this.synth.getVoices(), piece.lang) as SpeechSynthesisVoice | null;
    utterance.onstart = () => void (now.begun = true);
    utterance.onboundary = (event) => this.#reached(now, event.charIndex);
    utterance.onend = () => this.#done(now, true);
    utterance.onerror = () => this.#done(now, now.begun);
    this.#watchdog = setTimeout(() => this.#stuck(now), Math.max(LEAST_MS, expected(piece.text, piece.rate) * 2_000));
    this.synth.resume();
    this.synth.speak(utterance);
  }

  #reached(now: Saying, at: number): void {
    now.begun = true;
    now.upTo = at; // what begins there has not been heard yet
  }

  #stuck(now: Saying): void {
    if (this.#now !== now) return;
    this.synth.cancel();
    this.#cancelledAt = performance.now();
    this.#done(now, now.begun);
  }

  #done(now: Saying, said: boolean): void {
    if (this.#now !== now) return; // it was cancelled, and tells so late
    clearTimeout(this.#watchdog);
    this.#now = null;
    if (said) this.#said.push(now.piece.text);
    else this.told.mute();
    if (now.piece.last) this.told.said();
    if (!this.#now) this.#next();
  }
}
