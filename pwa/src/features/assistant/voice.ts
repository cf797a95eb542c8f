/** Carries out what the machine says: microphone, voice, clock; and tells it what came of it. */
import { signal } from "@preact/signals";
import { me } from "../../lib/session";
import * as conversation from "./conversation";
import { hearing, tagOf, type Abilities } from "./hearing";
import { begin, step, type Effect, type Happening, type State, type Timer } from "./machine";
import { habits, keep } from "./memory";
import { Mouth, voiceOf, type Synth } from "./mouth";
import { recognise, whereabouts, type Open } from "./recognition";
import { record } from "./recorder";
import type { Language } from "./wire";

export const voice = signal<State>(begin("recognition"));
/** What this browser can do in the language that is spoken; null until it has said so. */
export const abilities = signal<Abilities | null>(null);
export const downloadable = signal(false);
/** What waits for the person to agree that their voice leaves the device. */
export const wish = signal<"hold" | "free" | null>(null);
/** The language that this device has no voice for. */
export const mute = signal<Language | null>(null);

let open: Open | null = null;
let recognised = false;
const timers = new Map<Timer, ReturnType<typeof setTimeout>>();

export function happen(event: Happening): void {
  const { state, effects } = step(voice.value, event);
  voice.value = state;
  for (const one of effects) perform(one);
}

function perform(effect: Effect): void {
  switch (effect.do) {
    case "listen": return listen(effect.ear, effect.during);
    case "finish": return open?.finish();
    case "drop": return shut();
    case "ask": return ask(effect.text);
    case "cancel": return conversation.stop();
    case "say": return say(effect.text);
    case "hush": return conversation.noteHeard(mouth?.hush() ?? []);
    case "wait": return wait(effect.timer, effect.ms);
    case "settle": return clearTimeout(timers.get(effect.timer));
    case "remember": return remember(effect.ear);
  }
}

function ask(text: string): void {
  mouth?.fresh();
  void conversation.say(text, "voice");
}

function wait(timer: Timer, ms: number): void {
  clearTimeout(timers.get(timer));
  timers.set(timer, setTimeout(() => happen({ type: "timeout", timer }), ms));
}

function shut(): void {
  open?.drop();
  open = null;
}

function listen(ear: State["ear"], during: "turn" | "speech"): void {
  shut();
  const language = conversation.spokenLanguage.value;
  const lang = tagOf(language, navigator.languages);
  const { free } = voice.value;
  // Only the one that is open now is heeded: a closed one may still tell things.
  const heeded = (event: Happening) => {
    if (open !== mine) return;
    if (ear === "recognition" && event.type === "opened") recognised = true;
    happen(event);
  };
  const mine: Open = ear === "recognition" ? recognise({ lang, local: abilities.value?.recognition === "local", continuous: !free, first: !recognised }, heeded) : record({ during, pauses: free, language }, heeded);
  open = mine;
}

function remember(ear: State["ear"] | null): void {
  keep({ ear });
  if (ear === null && abilities.value) abilities.value = { ...abilities.value, transcription: false };
  choose();
}

/** Find out what can be done here, in this language. */
export async function learnAbilities(): Promise<void> {
  const where = await whereabouts(tagOf(conversation.spokenLanguage.value, navigator.languages));
  downloadable.value = where === "downloadable";
  const recognition = where === "downloadable" ? "remote" : where;
  abilities.value = { recognition, recorder: "MediaRecorder" in globalThis && "mediaDevices" in navigator, transcription: abilities.value?.transcription ?? null };
  choose();
}

function choose(): void {
  const { ear } = abilities.value ? hearing(abilities.value, habits.value) : { ear: null };
  if (ear && voice.value.phase === "idle") voice.value = { ...voice.value, ear };
}

/** Whether the person has agreed to be heard; if not yet, they are asked, and what they wished waits. */
function agreed(wished: "hold" | "free"): boolean {
  if (!abilities.value) return false;
  const { ear, ask } = hearing(abilities.value, habits.value);
  if (ear === null) voice.value = { ...voice.value, note: abilities.value.transcription === false ? "transcription_off" : "unsupported" };
  if (ear && ask) wish.value = wished;
  return ear !== null && !ask;
}

export function agree(): void {
  const wished = wish.value;
  if (!abilities.value || !wished) return;
  const { ear } = hearing(abilities.value, habits.value);
  if (ear) keep({ agreed: [...new Set([...habits.value.agreed, ear])] });
  wish.value = null;
  choose();
  if (wished === "free") free(true);
  else voice.value = { ...voice.value, note: "ready" };
}

export function press(): void {
  if (!agreed("hold")) return;
  mouth?.prime();
  happen({ type: "press", at: performance.now() });
}

export const release = (): void => happen({ type: "release", at: performance.now() });

export function free(on: boolean): void {
  if (on && !agreed("free")) return;
  if (on) mouth?.prime();
  happen({ type: "free", on });
}

const saysTyped = () => habits.value.aloud === "always" || (habits.value.aloud === "spoken" && voice.value.free);

/** A question that was typed or tapped. */
export function type(message: string): void {
  const aloud = saysTyped();
  if (aloud) mouth?.prime();
  happen({ type: "asked", aloud });
  mouth?.fresh();
  void conversation.say(message, "text");
}

export function again(turn: conversation.Turn): void {
  happen({ type: "asked", aloud: saysTyped() });
  mouth?.fresh();
  void conversation.retry(turn);
}

/** Everything stops: voice, answer and microphone. */
export function stop(): void {
  happen({ type: "stop" });
  conversation.stop();
}

const synth = "speechSynthesis" in globalThis ? (speechSynthesis as unknown as Synth) : null;
const mouth = synth && new Mouth(synth, (text) => new SpeechSynthesisUtterance(text), { said: () => happen({ type: "said" }), mute: () => (mute.value = speakingIn) });
let speakingIn: Language = "en";
let pace = 1;
const SLOW = 0.75;
// Chrome knows its voices only after a first question for them; they are there by the time of the first answer.
synth?.getVoices();

/** The answer's script tells its language better than the button does; Latin letters are what was chosen, or English. */
export function languageOf(text: string, chosen: Language): Language {
  if (/\p{Script=Devanagari}/u.test(text)) return "hi";
  if (/\p{Script=Telugu}/u.test(text)) return "te";
  return chosen === "es" ? "es" : "en";
}

function say(text: string): void {
  const tag = tagOf(speakingIn, navigator.languages);
  const voices = synth?.getVoices() ?? [];
  const able = mouth !== null && (voices.length === 0 || voiceOf(voices, tag) !== null);
  mute.value = able ? mute.value : speakingIn;
  if (able) mouth.say(text, tag, habits.value.rate * pace);
  else setTimeout(() => happen({ type: "said" }));
}

conversation.listener.sentence = (sentence, chosen) => {
  pace = sentence.pace === "slow" ? SLOW : 1;
  speakingIn = languageOf(sentence.spoken, chosen);
  if (habits.value.aloud !== "never" || mouth === null) happen({ type: "sentence", spoken: sentence.spoken });
};
conversation.listener.answered = () => happen({ type: "answered" });
conversation.listener.failed = () => happen({ type: "failed" });
me.subscribe((person) => {
  if (person === null) happen({ type: "stop" });
});
