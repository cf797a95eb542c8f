/** The conversation that is on the screen: its turns, the one that is on its way, and what is sent. */
import { computed, signal } from "@preact/signals";
import { asTrouble, type Trouble } from "../../api/client";
import { me } from "../../lib/session";
import { ask, type Question } from "./ask";
import { tellHeard } from "./heard";
import { habits } from "./memory";
import type { Answer, Fact, Language, Sentence, TurnEvent } from "./wire";

export interface Turn {
  /** The Idempotency-Key: it belongs to the question, so that a retry is the same question. */
  key: string;
  /** The server's name for it, once it has said so. */
  id: string;
  question: Question;
  sentences: Sentence[];
  /** What was said only because the answer took a while. */
  fillers: string[];
  facts: Fact[];
  answer: Answer | null;
  /** "cut": the answer stopped halfway by itself; "stopped": by the person. */
  status: "asking" | "answered" | "cut" | "stopped" | "failed";
  trouble: Trouble | null;
  /** What was heard of an answer whose voice was interrupted. */
  heard: string | null;
}

export const turns = signal<Turn[]>([]);
export const conversation = signal("");
export const busy = computed(() => turns.value.some((turn) => turn.status === "asking"));
/** The language that is spoken here: chosen for talking, else the app's. */
export const spokenLanguage = computed<Language>(() => habits.value.language ?? ((me.value?.language ?? "en") as Language));

/** Who wants to hear how the present turn goes: the voice. */
export const listener = { sentence: (_: Sentence, __: Language) => {}, answered: (_: Answer) => {}, failed: () => {} };

let stopper: AbortController | null = null;
/** What is being told of the last answer: the next question waits for it, so that the server knows what it follows. */
let telling: Promise<unknown> = Promise.resolve();

/** Whoever logs in next must not find the words of who was here before. */
me.subscribe((person) => {
  if (person === null) startNew();
});

export function startNew(): void {
  stop();
  turns.value = [];
  conversation.value = "";
}

export async function say(message: string, channel: Question["channel"]): Promise<void> {
  stop();
  const question: Question = { message, language: spokenLanguage.value, conversation: conversation.value, channel };
  const turn: Turn = { key: crypto.randomUUID(), id: "", question, sentences: [], fillers: [], facts: [], answer: null, status: "asking", trouble: null, heard: null };
  turns.value = [...turns.value, turn];
  await telling;
  if (turns.value.at(-1)?.key === turn.key) await follow(turn);
}

/** Ask the same question again: one that arrived the first time is answered, not asked anew. */
export async function retry(turn: Turn): Promise<void> {
  stop();
  const fresh: Turn = { ...turn, id: "", sentences: [], fillers: [], facts: [], answer: null, status: "asking", trouble: null, heard: null };
  if (settled(turn)) {
    fresh.key = crypto.randomUUID();
    fresh.question = { ...turn.question, conversation: conversation.value };
  }
  turns.value = turns.value.map((one) => (one.key === turn.key ? fresh : one));
  await follow(fresh);
}

/** Whether the server has done with a question under its key: it was stopped, or refused for good. */
function settled({ status, trouble }: Turn): boolean {
  const code = trouble?.status ?? 0;
  return status === "stopped" || (code >= 400 && code < 500 && ![408, 425, 429].includes(code));
}

/** Stop the answer that is on its way; what is there stays, marked. */
export function stop(): void {
  stopper?.abort();
  stopper = null;
  const last = turns.value.find((turn) => turn.status === "asking");
  if (last) change(last.key, { status: "stopped" });
}

/** Note how much of the last answer was heard before its voice was interrupted: the history keeps that and no more. */
export function noteHeard(said: readonly string[]): void {
  const last = turns.value.at(-1);
  if (!last) return;
  const heard = said.filter((one) => !last.fillers.includes(one)).join(" ");
  change(last.key, { heard });
  if (last.id) telling = tellHeard(last.id, heard);
}

async function follow(turn: Turn): Promise<void> {
  const mine = (stopper = new AbortController());
  try {
    for await (const event of ask(turn.question, turn.key, mine.signal)) {
      if (mine.signal.aborted) return;
      take(turn.key, event);
    }
  } catch (cause) {
    if (mine.signal.aborted) return;
    const trouble = asTrouble(cause);
    if (trouble.code === "no_such_conversation") conversation.value = ""; // it has expired: the next question begins anew
    change(turn.key, { status: trouble.code === "cut" ? "cut" : "failed", trouble });
    listener.failed();
  }
}

function take(key: string, event: TurnEvent): void {
  const turn = turns.value.find((one) => one.key === key);
  if (!turn) return;
  if (event.type === "turn") {
    conversation.value = event.conversation;
    change(key, { id: event.turn });
  }
  if (event.type === "sentence") {
    const { sentence } = event;
    change(key, sentence.filler ? { fillers: [...turn.fillers, sentence.spoken] } : { sentences: [...turn.sentences, sentence] });
    listener.sentence(sentence, turn.question.language);
  }
  if (event.type === "facts") change(key, { facts: event.facts });
  if (event.type === "done") {
    const { answer } = event;
    conversation.value = answer.conversation;
    change(key, { answer, id: answer.turn, status: "answered", facts: answer.facts.length > 0 ? answer.facts : turn.facts });
    listener.answered(answer);
  }
}

export function change(key: string, changes: Partial<Turn>): void {
  turns.value = turns.value.map((turn) => (turn.key === key ? { ...turn, ...changes } : turn));
}
