import { expect, test } from "vitest";
import { Gate, loudness } from "./gate";
import { container, fileName, hearing, tagOf, type Abilities } from "./hearing";
import { DEFAULTS, recall } from "./memory";

const none = { ear: null, agreed: [] };
const able = (changes: Partial<Abilities> = {}): Abilities => ({ recognition: "remote", recorder: true, transcription: null, ...changes });

test.each([
  ["recognition on the device needs no word", able({ recognition: "local" }), none, { ear: "recognition", ask: false }],
  ["recognition elsewhere is asked about", able(), none, { ear: "recognition", ask: true }],
  ["once", able(), { ear: null, agreed: ["recognition" as const] }, { ear: "recognition", ask: false }],
  ["what has failed comes last", able(), { ear: "recorder" as const, agreed: ["recognition" as const] }, { ear: "recorder", ask: true }],
  ["unless it is all there is", able({ transcription: false }), { ear: "recorder" as const, agreed: ["recognition" as const] }, { ear: "recognition", ask: false }],
  ["a recording is asked about too", able({ recognition: "none" }), none, { ear: "recorder", ask: true }],
  ["nobody transcribes", able({ recognition: "none", transcription: false }), none, { ear: null, ask: false }],
  ["nothing to hear with", able({ recognition: "none", recorder: false }), none, { ear: null, ask: false }],
])("%s", (_, abilities, habits, wanted) => {
  expect(hearing(abilities, habits)).toEqual(wanted);
});

test("Safari records MP4, everybody else WebM, and one that can only do the other does that", () => {
  const safari = "Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.4 Mobile Safari/604.1";
  const chrome = "Mozilla/5.0 (X11; Linux) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36";
  expect(container(() => true, safari)).toBe("audio/mp4;codecs=mp4a.40.2");
  expect(container(() => true, chrome)).toBe("audio/webm;codecs=opus");
  expect(container((type) => type === "audio/mp4", chrome)).toBe("audio/mp4");
  expect(container(() => false, chrome)).toBe("");
});

test("the file is named by what is in it", () => {
  expect(["audio/mp4;codecs=mp4a.40.2", "audio/webm;codecs=opus", "audio/webm", ""].map(fileName)).toEqual(["speech.mp4", "speech.webm", "speech.webm", "speech.webm"]);
});

test("the language keeps the person's country", () => {
  expect([tagOf("en", ["cs", "en-IN"]), tagOf("es", ["en-US"]), tagOf("hi", []), tagOf("te", [])]).toEqual(["en-IN", "es-ES", "hi-IN", "te-IN"]);
});

/** Frames of one loudness. */
const frames = (gate: Gate, level: number, count: number) => Array.from({ length: count }, () => gate.take(level)).filter(Boolean);

test("a quiet room, and a steady fan, are nobody speaking", () => {
  expect(frames(new Gate("turn"), 0.004, 400)).toEqual([]);
  const fan = new Gate("turn");
  expect(frames(fan, 0.009, 400)).toEqual([]);
  expect([frames(fan, 0.02, 100), fan.spoken]).toEqual([[], false]);
});

test("a click is not speech; a word is, and a second of silence ends it", () => {
  const gate = new Gate("turn");
  frames(gate, 0.004, 10);
  expect(frames(gate, 0.2, 2)).toEqual([]);
  frames(gate, 0.004, 5);
  expect(frames(gate, 0.2, 10)).toEqual(["spoke"]);
  expect(frames(gate, 0.004, 12)).toEqual([]); // a pause for breath
  frames(gate, 0.2, 4);
  expect(frames(gate, 0.004, 20)).toEqual(["over"]);
});

test("while an answer is said, it takes more to be heard", () => {
  const gate = new Gate("speech");
  expect(frames(gate, 0.05, 5)).toEqual([]);
  expect(frames(gate, 0.05, 2)).toEqual(["spoke"]);
  expect(frames(new Gate("speech"), 0.015, 100)).toEqual([]);
});

test("loudness is the root of the mean square", () => {
  expect([loudness(Float32Array.of(0.5, -0.5)), loudness(new Float32Array(0))]).toEqual([0.5, 0]);
});

test("what the device remembers survives, and nonsense does not", () => {
  const said = { language: "hi", aloud: "never", rate: 1.2, ear: "recorder", agreed: ["recorder"] };
  expect(recall(JSON.stringify(said))).toEqual(said);
  expect(recall(JSON.stringify({ language: "xx", aloud: 3, rate: 99, ear: "nose", agreed: "all" }))).toEqual(DEFAULTS);
  expect([recall(null), recall("{"), recall("null")]).toEqual([DEFAULTS, DEFAULTS, DEFAULTS]);
});
