import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { lapse } from "../../api/client";
import { ask, type Question } from "./ask";
import { transcribe } from "./recorder";
import { ANSWER, begin, FACT, json, listen, NAMES, SENTENCE, sse, TURN, type Listening } from "./server";
import type { TurnEvent } from "./wire";

const QUESTION: Question = { message: "what is my balance", language: "en", conversation: "", channel: "text" };
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
let server: Listening;

async function told(question = QUESTION, key = "k1", stop = new AbortController().signal): Promise<TurnEvent[]> {
  const found: TurnEvent[] = [];
  for await (const event of ask(question, key, stop)) found.push(event);
  return found;
}

beforeEach(() => void vi.spyOn(document, "cookie", "get").mockReturnValue("csrftoken=t0k"));
afterEach(async () => {
  vi.restoreAllMocks();
  await server.stop();
});

test("it works, over a real connection", async () => {
  server = await listen((response) => {
    begin(response);
    response.end(sse("sentence", SENTENCE) + sse("facts", { facts: [FACT] }) + sse("done", ANSWER));
  });
  const events = await told();
  expect(events.map((one) => one.type)).toEqual(["sentence", "facts", "done"]);
  expect(events[0]).toEqual({ type: "sentence", sentence: SENTENCE });
  expect(events[2]).toMatchObject({ answer: { conversation: "c1", turn: "t1", source: "offline", options: [], proposal: null } });
  const { headers, body } = server.asked[0] as Listening["asked"][0];
  expect([headers["accept"], headers["x-csrftoken"], headers["idempotency-key"]]).toEqual(["text/event-stream", "t0k", "k1"]);
  expect(JSON.parse(body)).toEqual({ message: "what is my balance", language: "en", channel: "text" });
});

test("a sentence is there before the answer is complete", async () => {
  let go = () => {};
  server = await listen(async (response) => {
    begin(response);
    response.write(sse("sentence", SENTENCE));
    await new Promise<void>((resolve) => (go = resolve));
    response.end(sse("done", ANSWER));
  });
  const events = ask(QUESTION, "k1", new AbortController().signal);
  expect((await events.next()).value).toMatchObject({ type: "sentence" });
  go();
  expect((await events.next()).value).toMatchObject({ type: "done" });
});

test("the conversation goes along, and whose turn it is comes first", async () => {
  server = await listen((response) => {
    begin(response, NAMES);
    response.end(sse("sentence", { ...SENTENCE, filler: true, pace: "slow" }) + sse("done", ANSWER));
  });
  const events = await told({ ...QUESTION, conversation: "c1" });
  expect(JSON.parse(server.asked[0]?.body ?? "")).toMatchObject({ conversation: "c1" });
  expect(events.slice(0, 2)).toEqual([{ type: "turn", ...TURN }, { type: "sentence", sentence: { ...SENTENCE, filler: true, pace: "slow" } }]);
});

test("an answer that was given before comes whole", async () => {
  server = await listen((response) => json(response, 200, ANSWER));
  expect((await told()).map((one) => one.type)).toEqual(["sentence", "facts", "done"]);
});

test("a question that is still being answered is waited for, under the same key", async () => {
  server = await listen((response, _, times) => (times < 3 ? json(response, 409, { error: { code: "idempotency_in_flight", message: "Wait." } }) : json(response, 200, ANSWER)));
  expect((await told()).at(-1)).toMatchObject({ type: "done" });
  expect(server.asked.map((one) => one.headers["idempotency-key"])).toEqual(["k1", "k1", "k1"]);
});

test.each([
  ["ends without its end", (end: () => void) => end()],
  ["is broken off", (_: () => void, destroy: () => void) => destroy()],
])("an answer that %s is cut", async (_, how) => {
  server = await listen(async (response) => {
    begin(response);
    response.write(sse("sentence", SENTENCE));
    await pause(20);
    how(() => response.end(), () => response.destroy());
  });
  await expect(told()).rejects.toMatchObject({ code: "cut" });
});

test("a refusal keeps the server's words", async () => {
  server = await listen((response) => json(response, 429, { error: { code: "too_many", message: "Wait a minute." } }));
  await expect(told()).rejects.toMatchObject({ code: "too_many", message: "Wait a minute.", status: 429 });
});

test("so does one that comes when the answer has begun", async () => {
  server = await listen((response) => {
    begin(response);
    response.end(sse("sentence", SENTENCE) + sse("error", { error: { code: "went_wrong", message: "No." } }));
  });
  await expect(told()).rejects.toMatchObject({ code: "went_wrong", message: "No." });
});

test("a session that has ended is told to whoever listens", async () => {
  lapse.tell = vi.fn();
  server = await listen((response) => json(response, 401, { error: { code: "not_authenticated", message: "Log in." } }));
  await expect(told()).rejects.toMatchObject({ status: 401 });
  expect(lapse.tell).toHaveBeenCalledOnce();
});

test("a server that is not there is offline", async () => {
  server = await listen(() => {});
  await server.stop();
  await expect(told()).rejects.toBeInstanceOf(Error);
});

test("stopped, the connection closes, so that the server stops as well", async () => {
  server = await listen((response) => {
    begin(response);
    response.write(sse("sentence", SENTENCE));
  });
  const stopper = new AbortController();
  const events = ask(QUESTION, "k1", stopper.signal);
  await events.next();
  stopper.abort();
  await expect(events.next()).rejects.toBeInstanceOf(Error);
  await vi.waitFor(() => expect(server.left()).toBe(1));
});

test("a recording goes out under a name that says what it is", async () => {
  server = await listen((response) => json(response, 200, { text: "my balance", language: "en" }));
  expect(await transcribe(new Blob(["abc"], { type: "audio/mp4;codecs=mp4a.40.2" }), "en")).toBe("my balance");
  const { path, body } = server.asked[0] as Listening["asked"][0];
  expect(path).toBe("/api/voice-agent/transcribe");
  expect(body).toContain('filename="speech.mp4"');
});

test("a server without transcription says so", async () => {
  server = await listen((response) => json(response, 503, { error: { code: "transcription_off", message: "Off." } }));
  await expect(transcribe(new Blob(["abc"], { type: "audio/webm" }), "en")).rejects.toMatchObject({ code: "transcription_off" });
});
