import { afterEach, beforeEach, expect, test, vi, type Mock } from "vitest";
import { expected, Mouth, pieces, voiceOf, type Synth, type Voice } from "./mouth";

type Made = Parameters<Synth["speak"]>[0];
const utter = (text: string) => ({ text, lang: "", rate: 1, volume: 1, voice: null, onstart: null, onend: null, onerror: null, onboundary: null }) as Made;

/** A synthesizer that a test leads by the hand. */
function made() {
  const spoken: Made[] = [];
  const told = { said: vi.fn(), mute: vi.fn() };
  const synth: Synth & { cancel: Mock<() => void> } = { speak: (one) => void spoken.push(one), cancel: vi.fn<() => void>(), resume: () => {}, getVoices: () => [] };
  const mouth = new Mouth(synth, utter, told);
  const last = () => spoken.at(-1) as Made;
  const start = () => last().onstart?.call(null as never, {} as never);
  const reach = (charIndex: number) => last().onboundary?.call(null as never, { charIndex } as never);
  const end = (one = last()) => one.onend?.call(null as never, {} as never);
  const fail = () => last().onerror?.call(null as never, {} as never);
  return { mouth, synth, spoken, told, start, reach, end, fail, texts: () => spoken.map((one) => one.text) };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("it works: one sentence after the other", () => {
  const { mouth, texts, told, start, end } = made();
  mouth.say("One.", "en-US", 1);
  mouth.say("Two.", "en-US", 1);
  expect(texts()).toEqual(["One."]);
  start();
  end();
  expect([texts(), told.said.mock.calls.length]).toEqual([["One.", "Two."], 1]);
  end();
  expect(told.said).toHaveBeenCalledTimes(2);
});

test("a voice that never tells its end is passed after twice the expected time", () => {
  const { mouth, texts, told, start } = made();
  const long = "word ".repeat(20).trim();
  mouth.say(long, "en-US", 1);
  mouth.say("Two.", "en-US", 1);
  start();
  vi.advanceTimersByTime(expected(long, 1) * 2_000 - 10);
  expect(told.said).not.toHaveBeenCalled();
  vi.advanceTimersByTime(100);
  expect([texts(), told.said.mock.calls.length, told.mute.mock.calls.length]).toEqual([[long, "Two."], 1, 0]);
});

test("a voice that never even begins is told as mute, and the turn goes on", () => {
  const { mouth, told } = made();
  mouth.say("One.", "te-IN", 1);
  vi.advanceTimersByTime(3_000);
  expect([told.mute.mock.calls.length, told.said.mock.calls.length]).toEqual([1, 1]);
});

test("so is one that fails", () => {
  const { mouth, told, fail } = made();
  mouth.say("One.", "te-IN", 1);
  fail();
  expect([told.mute.mock.calls.length, told.said.mock.calls.length]).toEqual([1, 1]);
});

test("what is cancelled tells its end late, and nothing comes of it", () => {
  const { mouth, spoken, told, start, end, texts } = made();
  mouth.say("One.", "en-US", 1);
  start();
  mouth.hush();
  mouth.say("Two.", "en-US", 1);
  vi.advanceTimersByTime(100);
  end(spoken[0]);
  expect([texts(), told.said.mock.calls.length]).toEqual([["One.", "Two."], 0]);
});

test("what is said right after a cancel waits a moment", () => {
  const { mouth, texts } = made();
  mouth.hush();
  mouth.say("One.", "en-US", 1);
  expect(texts()).toEqual([]);
  vi.advanceTimersByTime(100);
  expect(texts()).toEqual(["One."]);
});

test("hushed, it says how far it came", () => {
  const { mouth, start, reach, end, synth } = made();
  mouth.say("Your balance is fine.", "en-US", 1);
  mouth.say("Rent is due on Friday.", "en-US", 1);
  start();
  end();
  start();
  reach(5);
  reach(8);
  expect(mouth.hush()).toEqual(["Your balance is fine.", "Rent is"]);
  expect([mouth.hush(), synth.cancel.mock.calls.length]).toEqual([[], 2]);
});

test("a fresh answer forgets what was said before", () => {
  const { mouth, start, end } = made();
  mouth.say("One.", "en-US", 1);
  start();
  end();
  mouth.fresh();
  expect(mouth.hush()).toEqual([]);
});

test("no piece lasts as long as Chrome's voices do, and nothing is lost", () => {
  const long = "Your income of last month was one thousand two hundred thirty four dollars, ".repeat(6).trim();
  for (const rate of [0.8, 1, 1.5]) {
    const found = pieces(long, rate);
    expect(Math.max(...found.map((one) => expected(one, rate)))).toBeLessThan(12);
    expect(found.join(" ")).toBe(long);
  }
  expect(pieces("Short.", 1)).toEqual(["Short."]);
});

test("of a long sentence, only its end is the end", () => {
  const { mouth, told, start, end } = made();
  const long = "one two three ".repeat(20).trim();
  mouth.say(long, "en-US", 1);
  const count = pieces(long, 1).length;
  for (let times = 1; times < count; times++) {
    start();
    end();
  }
  expect(told.said).not.toHaveBeenCalled();
  start();
  end();
  expect([count > 1, told.said.mock.calls.length]).toEqual([true, 1]);
});

test("the voice is of the language, near before far", () => {
  const voice = (lang: string, localService = true, isDefault = false): Voice => ({ name: lang, lang, localService, default: isDefault });
  const voices = [voice("en-GB", true, true), voice("en-US", false), voice("hi_IN"), voice("es-MX", false)];
  expect(voiceOf(voices, "en-US")?.lang).toBe("en-US");
  expect(voiceOf(voices, "en-AU")?.lang).toBe("en-GB");
  expect([voiceOf(voices, "hi-IN")?.lang, voiceOf(voices, "es-ES")?.lang, voiceOf(voices, "te-IN")]).toEqual(["hi_IN", "es-MX", null]);
});

test("primed on a tap, it says nothing that one hears", () => {
  const { mouth, spoken } = made();
  mouth.prime();
  expect([spoken.length, spoken[0]?.volume]).toEqual([1, 0]);
});
