import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { me } from "../../lib/session";
import { conversation, noteHeard, retry, say, startNew, stop, turns, type Turn } from "./conversation";
import { ANSWER, begin, FACT, json, listen, NAMES, SENTENCE, sse, type Listening } from "./server";

let server: Listening;
const last = () => turns.value.at(-1) as Turn;
const bodies = () => server.asked.map((one) => JSON.parse(one.body) as Record<string, unknown>);

beforeEach(() => {
  me.value = { language: "es" } as never;
  startNew();
});
afterEach(async () => {
  await server.stop();
});

test("it works: a turn is asked, and the next belongs to its conversation", async () => {
  server = await listen((response) => {
    begin(response);
    response.end(sse("sentence", SENTENCE) + sse("facts", { facts: [FACT] }) + sse("done", ANSWER));
  });
  await say("what is my balance", "text");
  expect(last()).toMatchObject({ status: "answered", sentences: [SENTENCE], facts: [FACT] });
  expect(conversation.value).toBe("c1");
  await say("and last month?", "voice");
  expect(bodies()).toMatchObject([{ language: "es", channel: "text" }, { conversation: "c1", channel: "voice" }]);
});

test("a retry is the same question, and the first half is not shown twice", async () => {
  server = await listen((response, _, times) => {
    if (times > 1) return json(response, 200, ANSWER);
    begin(response);
    response.end(sse("sentence", SENTENCE));
  });
  await say("what is my balance", "text");
  expect(last()).toMatchObject({ status: "cut", sentences: [SENTENCE] });
  await retry(last());
  expect(turns.value).toHaveLength(1);
  expect(last()).toMatchObject({ status: "answered", sentences: [{ text: SENTENCE.text }] });
  const keys = server.asked.map((one) => one.headers["idempotency-key"]);
  expect(keys[0]).toBe(keys[1]);
});

test("a conversation that has expired is begun anew, as another question", async () => {
  server = await listen((response, { body }) => (body.includes("c0") ? json(response, 404, { error: { code: "no_such_conversation", message: "Gone." } }) : json(response, 200, ANSWER)));
  conversation.value = "c0";
  await say("and last month?", "text");
  expect(last()).toMatchObject({ status: "failed", trouble: { message: "Gone." } });
  await retry(last());
  expect(last().status).toBe("answered");
  expect(new Set(server.asked.map((one) => one.headers["idempotency-key"])).size).toBe(2);
});

test("a new question ends the one before it", async () => {
  server = await listen((response, _, times) => {
    if (times > 1) return json(response, 200, ANSWER);
    begin(response);
    response.write(sse("sentence", SENTENCE));
  });
  const first = say("what is my balance", "text");
  await vi.waitFor(() => expect(last().sentences).toHaveLength(1));
  await say("what is my balance now", "text");
  await first;
  expect(turns.value.map((turn) => turn.status)).toEqual(["stopped", "answered"]);
  expect(server.left()).toBe(1);
});

test("stopped, what is there stays", async () => {
  server = await listen((response) => {
    begin(response);
    response.write(sse("sentence", SENTENCE));
  });
  const asked = say("what is my balance", "text");
  await vi.waitFor(() => expect(last().sentences).toHaveLength(1));
  stop();
  await asked;
  expect(last()).toMatchObject({ status: "stopped", sentences: [SENTENCE], trouble: null });
});

test("what was heard of an interrupted answer is told at once, without what was said to pass the time", async () => {
  server = await listen((response, { path }, times) => {
    if (path.endsWith("/heard")) return json(response, times < 3 ? 404 : 204, {});
    begin(response, NAMES);
    response.write(sse("sentence", { text: "One moment.", spoken: "One moment.", filler: true }) + sse("sentence", SENTENCE));
  });
  const asked = say("what is my balance", "voice");
  await vi.waitFor(() => expect(last().sentences).toEqual([SENTENCE]));
  noteHeard(["One moment.", "You have one"]);
  stop();
  await asked;
  expect(last()).toMatchObject({ status: "stopped", heard: "You have one" });
  void say("no", "voice");
  // The server writes the turn down when it sees the connection close; until then it knows of none.
  await vi.waitFor(() => expect(server.asked).toHaveLength(4));
  expect(server.asked.map((one) => one.path)).toEqual(["/api/voice-agent", "/api/v1/conversations/heard", "/api/v1/conversations/heard", "/api/voice-agent"]);
  expect([bodies()[2], bodies()[3]]).toMatchObject([{ turn: "t1", text: "You have one" }, { message: "no", conversation: "c1" }]);
});

test("whoever logs out takes their words along", async () => {
  server = await listen((response) => json(response, 200, ANSWER));
  await say("what is my balance", "text");
  me.value = null;
  expect([turns.value, conversation.value]).toEqual([[], ""]);
});
