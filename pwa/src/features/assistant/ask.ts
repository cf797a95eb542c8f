/** One question to the assistant, answered sentence by sentence. */
import { asTrouble, csrfToken, lapse, Trouble, troubleOf } from "../../api/client";
import { eventsOf, type ServerEvent } from "./sse";
import type { Answer, Fact, Language, Option, Proposal, Sentence, TurnEvent } from "./wire";

export interface Question {
  message: string;
  language: Language;
  conversation: string;
  channel: "text" | "voice";
}

const URL_OF_TURNS = "/api/voice-agent";
/** Nothing at all for so long: the connection is gone without saying so. */
export const SILENCE_MS = 20_000;
const AGAIN_MS = [400, 800, 1_600, 3_200];

/**
 * Ask, and yield what comes. The key belongs to the question: sent again, it is not asked twice.
 * A refusal, a lost connection and an answer that stops halfway are thrown as Trouble; the last as "cut".
 */
export async function* ask(question: Question, key: string, stop: AbortSignal): AsyncGenerator<TurnEvent> {
  const quiet = new Quiet(SILENCE_MS);
  try {
    const response = await post(URL_OF_TURNS, question, key, AbortSignal.any([stop, quiet.signal]));
    yield* named(response);
    if (!response.headers.get("Content-Type")?.startsWith("text/event-stream")) yield* whole(await response.json());
    else yield* streamed(response, quiet);
  } catch (cause) {
    if (quiet.signal.aborted && !stop.aborted) throw new Trouble("cut", "");
    throw cause;
  } finally {
    quiet.end();
  }
}

/** Whose turn it is, told before the first event: an answer that is interrupted can be named then. */
function* named({ headers }: Response): Generator<TurnEvent> {
  const [conversation, turn] = [headers.get("X-Conversation"), headers.get("X-Turn")];
  if (conversation && turn) yield { type: "turn", conversation, turn };
}

async function* streamed(response: Response, quiet: Quiet): AsyncGenerator<TurnEvent> {
  let begun = false;
  try {
    for await (const one of eventsOf(response.body ?? new ReadableStream())) {
      quiet.again();
      const event = read(one);
      if (event?.type === "trouble") throw event.trouble;
      if (event) yield event;
      if (event?.type === "done") return;
      begun = true;
    }
  } catch (cause) {
    throw begun && !(cause instanceof Trouble) ? new Trouble("cut", "") : cause; // the connection broke
  }
  throw new Trouble("cut", "");
}

/** A server that answered this very question before gives the whole answer again, not a stream. */
function* whole(body: unknown): Generator<TurnEvent> {
  const answer = answerOf(body as Raw);
  for (const sentence of sentencesOf(body as Raw, answer.answer)) yield { type: "sentence", sentence };
  yield { type: "facts", facts: answer.facts };
  yield { type: "done", answer };
}

async function post(url: string, question: Question, key: string, signal: AbortSignal): Promise<Response> {
  const { conversation, ...rest } = question;
  const body = JSON.stringify({ ...rest, ...(conversation && { conversation }) });
  const headers = { Accept: "text/event-stream", "Content-Type": "application/json", "Idempotency-Key": key, "X-CSRFToken": csrfToken() };
  for (const pause of [...AGAIN_MS, 0]) {
    const response = await fetch(url, { method: "POST", body, headers, signal, credentials: "same-origin" });
    if (response.ok) return response;
    if (response.status === 401) lapse.tell();
    const trouble = troubleOf(response.status, await response.json().catch(() => null));
    // The first sending is still being answered: its answer is worth a little patience.
    if (trouble.code !== "idempotency_in_flight" || pause === 0) throw trouble;
    await waited(pause, signal);
  }
  throw new Trouble("went_wrong", "");
}

function waited(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => { clearTimeout(timer); reject(asTrouble(signal.reason)); }, { once: true });
  });
}

type Raw = Record<string, unknown>;

function read({ event, data }: ServerEvent): TurnEvent | null {
  const said = JSON.parse(data) as Raw;
  if (event === "sentence") return { type: "sentence", sentence: sentenceOf(said) };
  if (event === "facts") return { type: "facts", facts: factsOf(said) };
  if (event === "done") return { type: "done", answer: answerOf(said) };
  if (event === "error") return { type: "trouble", trouble: troubleOf(200, said) };
  return null;
}

const factsOf = (said: unknown): Fact[] => (Array.isArray(said) ? said : ((said as Raw)["facts"] ?? [])) as Fact[];

const sentenceOf = (said: Raw): Sentence => ({
  text: String(said["text"] ?? ""),
  spoken: String(said["spoken"] ?? said["text"] ?? ""),
  ...(said["filler"] === true && { filler: true }),
  ...(said["pace"] === "slow" && { pace: "slow" }),
});

function sentencesOf(said: Raw, answer: string): Sentence[] {
  const told = (said["sentences"] ?? []) as Raw[];
  return told.length > 0 ? told.map(sentenceOf) : [{ text: answer, spoken: answer }];
}

export function answerOf(said: Raw): Answer {
  return {
    conversation: String(said["conversation"] ?? ""),
    turn: String(said["turn"] ?? ""),
    answer: String(said["answer"] ?? ""),
    language: (said["language"] ?? "en") as Language,
    intent: String(said["intent"] ?? ""),
    facts: factsOf(said),
    source: (said["source"] ?? "offline") as Answer["source"],
    options: (said["options"] ?? []) as Option[],
    proposal: (said["proposal"] ?? null) as Proposal | null,
  };
}

/** Ends a request on which nothing has come for a while. */
class Quiet {
  readonly #stop = new AbortController();
  #timer = 0 as unknown as ReturnType<typeof setTimeout>;

  constructor(readonly ms: number) {
    this.again();
  }

  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  again(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#stop.abort(), this.ms);
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}
