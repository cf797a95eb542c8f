import { expect, test } from "vitest";
import { EventCutter, eventsOf } from "./sse";

const STREAM = 'event: sentence\r\ndata: {"text":"Kč 5"}\r\n\r\n: still here\n\nevent: done\ndata: {\ndata: }\n\n';
const WANTED = [{ event: "sentence", data: '{"text":"Kč 5"}' }, { event: "done", data: "{\n}" }];

test("it works", () => {
  expect(new EventCutter().take(STREAM)).toEqual(WANTED);
});

test("wherever the stream is cut into pieces, the events are the same", () => {
  for (let at = 0; at <= STREAM.length; at++) {
    const cutter = new EventCutter();
    expect([...cutter.take(STREAM.slice(0, at)), ...cutter.take(STREAM.slice(at))]).toEqual(WANTED);
  }
  const cutter = new EventCutter();
  expect([...STREAM].flatMap((letter) => cutter.take(letter))).toEqual(WANTED);
});

test("an event without its empty line is not told", () => {
  expect(new EventCutter().take("event: done\ndata: {}\n")).toEqual([]);
});

test("a letter of two bytes may be cut in the middle", async () => {
  const bytes = new TextEncoder().encode(STREAM);
  const body = new ReadableStream<Uint8Array>({
    start(stream) {
      for (const byte of bytes) stream.enqueue(Uint8Array.of(byte));
      stream.close();
    },
  });
  const found = [];
  for await (const one of eventsOf(body)) found.push(one);
  expect(found).toEqual(WANTED);
});
