import { describe, expect, test } from "vitest";
import { begin, echoes, MOST_SILENCES, step, type Effect, type Happening, type State } from "./machine";

/** Run through happenings; return the last state and all effects but the clocks'. */
function run(start: State, ...happenings: Happening[]): [State, Effect[]] {
  const effects: Effect[] = [];
  let state = start;
  for (const one of happenings) {
    const next = step(state, one);
    state = next.state;
    effects.push(...next.effects);
  }
  return [state, effects.filter((one) => one.do !== "wait" && one.do !== "settle")];
}

const PRESS: Happening = { type: "press", at: 0 };
const RELEASE: Happening = { type: "release", at: 900 };
const OPEN: Happening[] = [{ type: "opening" }, { type: "opened" }];
const HEARD: Happening[] = [...OPEN, { type: "interim", text: "what is my" }, { type: "final", text: "what is my balance" }];
const ASKED: Happening[] = [PRESS, ...HEARD, RELEASE, { type: "ended" }];
const say = (spoken: string): Happening => ({ type: "sentence", spoken });
const FREE: Happening[] = [{ type: "free", on: true }, ...HEARD, { type: "ended" }];

describe("hold to talk", () => {
  test("it works", () => {
    const [asked, effects] = run(begin("recognition"), ...ASKED);
    expect(asked.phase).toBe("thinking");
    expect(effects).toEqual([{ do: "listen", ear: "recognition", during: "turn" }, { do: "finish" }, { do: "ask", text: "what is my balance" }]);
    const [over, spoken] = run(asked, say("one hundred"), { type: "answered" }, say("late"), { type: "said" });
    expect([over.phase, over.note]).toEqual(["idle", null]);
    expect(spoken).toEqual([{ do: "say", text: "one hundred" }]);
  });

  test("the button kept down while the answer is said is one press", () => {
    const [state, effects] = run(begin("recognition"), PRESS, PRESS, PRESS);
    expect([state.phase, effects.length]).toEqual(["listening", 1]);
  });

  test("a tap is told to hold, and asks nothing", () => {
    const [state, effects] = run(begin("recognition"), PRESS, ...HEARD, { type: "release", at: 200 });
    expect([state.phase, state.note]).toEqual(["idle", "hold_longer"]);
    expect(effects.map((one) => one.do)).toEqual(["listen", "drop"]);
  });

  test("let go while the permission was asked for: nothing is heard, and it says that it is ready", () => {
    expect(run(begin("recognition"), PRESS, RELEASE)[0].note).toBe("ready");
  });

  test("recognition that stops at a pause goes on while the button is down, and keeps the words", () => {
    const [state, effects] = run(begin("recognition"), PRESS, ...HEARD, { type: "ended" }, ...OPEN, { type: "final", text: "and my income" }, RELEASE, { type: "ended" });
    expect(effects.filter((one) => one.do === "listen")).toHaveLength(2);
    expect(effects.at(-1)).toEqual({ do: "ask", text: "what is my balance and my income" });
    expect(state.aloud).toBe(true);
  });

  test("words that were never made final count when recognition ends, or never ends", () => {
    const start: Happening[] = [PRESS, ...OPEN, { type: "interim", text: "my balance" }, RELEASE];
    expect(run(begin("recognition"), ...start, { type: "ended" })[1].at(-1)).toEqual({ do: "ask", text: "my balance" });
    expect(run(begin("recognition"), ...start, { type: "timeout", timer: "settle" })[1].at(-1)).toEqual({ do: "ask", text: "my balance" });
  });

  test("nothing said is said so", () => {
    const [state] = run(begin("recognition"), PRESS, ...OPEN, RELEASE, { type: "refused", code: "no-speech" }, { type: "ended" });
    expect([state.phase, state.note]).toEqual(["idle", "heard_nothing"]);
  });
});

describe("recognition that does not work", () => {
  test.each(["not-allowed", "service-not-allowed", "network", "language-not-supported"])("%s goes over to the recorder, which is remembered", (code) => {
    const [state, effects] = run(begin("recognition"), PRESS, { type: "opening" }, { type: "refused", code });
    expect([state.phase, state.ear, state.note]).toEqual(["listening", "recorder", "switched"]);
    expect(effects.slice(1)).toEqual([{ do: "drop" }, { do: "remember", ear: "recorder" }, { do: "listen", ear: "recorder", during: "turn" }]);
  });

  test("no sound in time is the same; sound in time is not", () => {
    const late: Happening = { type: "timeout", timer: "open" };
    expect(run(begin("recognition"), PRESS, { type: "opening" }, late)[0].ear).toBe("recorder");
    expect(run(begin("recognition"), PRESS, ...OPEN, late)[0].ear).toBe("recognition");
    expect(step(run(begin("recognition"), PRESS)[0], { type: "opening" }).effects).toEqual([{ do: "wait", timer: "open", ms: 1_500 }]);
  });

  test("let go before it failed: it says what will be otherwise next time", () => {
    const [state, effects] = run(begin("recognition"), PRESS, ...OPEN, RELEASE, { type: "refused", code: "network" });
    expect([state.phase, state.ear, state.note]).toEqual(["idle", "recorder", "switched"]);
    expect(effects.at(-1)).toEqual({ do: "remember", ear: "recorder" });
  });

  test("while an answer is said, a microphone that stays shut says nothing about recognition", () => {
    const [speaking] = run(begin("recognition"), ...FREE, say("one hundred"), { type: "opening" });
    const [state, effects] = run(speaking, { type: "timeout", timer: "open" }, { type: "refused", code: "not-allowed" }, { type: "ended" });
    expect([state.phase, state.ear]).toEqual(["speaking", "recognition"]);
    expect(effects).toEqual([]);
  });
});

describe("the recorder", () => {
  const RECORDED: Happening[] = [PRESS, ...OPEN, RELEASE, { type: "ended" }];

  test("its words come after it has ended", () => {
    const [state, effects] = run(begin("recorder"), ...RECORDED, { type: "transcribed", text: " my balance " });
    expect(effects.at(-1)).toEqual({ do: "ask", text: "my balance" });
    expect(state.phase).toBe("thinking");
  });

  test("words that come after somebody stopped are not asked", () => {
    const [state, effects] = run(begin("recorder"), ...RECORDED, { type: "stop" }, { type: "transcribed", text: "my balance" });
    expect([state.phase, effects.at(-1)]).toEqual(["idle", { do: "drop" }]);
  });

  test("thirty seconds are enough: it ends by itself", () => {
    expect(run(begin("recorder"), PRESS, ...OPEN, { type: "ended" })[0].phase).toBe("thinking");
  });

  test("a server that transcribes nothing is told, and recognition gets its chance again", () => {
    const [state, effects] = run(begin("recorder"), ...RECORDED, { type: "refused", code: "transcription_off" });
    expect([state.phase, state.note]).toEqual(["idle", "transcription_off"]);
    expect(effects.at(-1)).toEqual({ do: "remember", ear: null });
  });

  test.each([["denied", "denied"], ["none", "no_microphone"], ["busy", "microphone_busy"], ["unsupported", "unsupported"], ["went_wrong", "transcription_failed"], ["silent", "heard_nothing"], ["short", "heard_nothing"]] as const)("%s has words", (code, note) => {
    expect(run(begin("recorder"), PRESS, { type: "refused", code })[0]).toMatchObject({ phase: "idle", note });
  });
});

describe("hands-free", () => {
  test("after the answer it listens again", () => {
    const [state, effects] = run(begin("recognition"), ...FREE, say("one hundred"), { type: "answered" }, { type: "said" });
    expect([state.phase, state.free]).toEqual(["listening", true]);
    expect(effects.map((one) => one.do)).toEqual(["listen", "ask", "say", "listen", "listen"]);
    expect(effects.at(-2)).toMatchObject({ during: "speech" });
  });

  test("it waits for the last sentence", () => {
    const [state] = run(begin("recognition"), ...FREE, say("one"), say("two"), { type: "said" }, { type: "answered" });
    expect(state.phase).toBe("speaking");
    expect(run(state, { type: "said" })[0].phase).toBe("listening");
  });

  test("speaking into the answer stops voice and answer, and the words are the next question", () => {
    const [speaking] = run(begin("recognition"), ...FREE, say("your balance is one hundred dollars"), ...OPEN);
    const [state, effects] = run(speaking, { type: "interim", text: "no last month" }, { type: "final", text: "no last month please" }, { type: "ended" });
    expect(effects).toEqual([{ do: "hush" }, { do: "cancel" }, { do: "ask", text: "no last month please" }]);
    expect(state.phase).toBe("thinking");
  });

  test("its own voice in the microphone interrupts nothing", () => {
    const [speaking] = run(begin("recognition"), ...FREE, say("your balance is one hundred dollars"), ...OPEN);
    const [state, effects] = run(speaking, { type: "interim", text: "balance is one" }, { type: "final", text: "balance is one hundred dollars" });
    expect([state.phase, effects]).toEqual(["speaking", []]);
  });

  test("the recorder hears that somebody speaks before it knows what", () => {
    const free: Happening[] = [{ type: "free", on: true }, ...OPEN, { type: "ended" }, { type: "transcribed", text: "my balance" }];
    const [speaking] = run(begin("recorder"), ...free, say("one hundred"), ...OPEN);
    const [state, effects] = run(speaking, { type: "spoke" }, { type: "ended" }, { type: "transcribed", text: "wait" });
    expect(effects).toEqual([{ do: "hush" }, { do: "cancel" }, { do: "ask", text: "wait" }]);
    expect(state.free).toBe(true);
  });

  test("after some silence it stops listening, and says so", () => {
    const round: Happening[] = [...OPEN, { type: "ended" }];
    const rounds = Array.from({ length: MOST_SILENCES }, () => round).flat();
    const [state, effects] = run(begin("recognition"), { type: "free", on: true }, ...rounds);
    expect([state.phase, state.free, state.note]).toEqual(["idle", false, "left_free"]);
    expect(effects.filter((one) => one.do === "listen")).toHaveLength(MOST_SILENCES);
  });

  test("switched off, nothing goes on", () => {
    const [state, effects] = run(begin("recognition"), ...FREE, say("one"), { type: "free", on: false });
    expect([state.phase, state.free]).toEqual(["idle", false]);
    expect(effects.slice(-3).map((one) => one.do)).toEqual(["hush", "cancel", "drop"]);
  });

  test("without a voice it listens again when the answer is there", () => {
    const [state] = run(begin("recognition"), { type: "free", on: true }, ...OPEN, { type: "asked", aloud: false }, say("one"), { type: "answered" });
    expect([state.phase, state.free]).toEqual(["listening", true]);
  });
});

describe("stopping", () => {
  test("pressing while the answer is said or awaited stops both and listens", () => {
    const again: Happening = { type: "press", at: 2_000 };
    const [asked] = run(begin("recognition"), ...ASKED);
    expect(run(asked, again)[1]).toEqual([{ do: "cancel" }, { do: "listen", ear: "recognition", during: "turn" }]);
    expect(run(asked, say("one"), again)[1].slice(1)).toEqual([{ do: "hush" }, { do: "cancel" }, { do: "listen", ear: "recognition", during: "turn" }]);
    expect(run(asked, say("one"), { type: "answered" }, again)[1].slice(1)).toEqual([{ do: "hush" }, { do: "listen", ear: "recognition", during: "turn" }]);
  });

  test("what comes of an answer after it was stopped is not said", () => {
    const [state, effects] = run(begin("recognition"), ...ASKED, { type: "stop" }, say("late"), { type: "answered" }, { type: "said" });
    expect([state.phase, effects.at(-1)]).toEqual(["idle", { do: "drop" }]);
  });

  test("a typed question takes the place of a spoken one", () => {
    const [state, effects] = run(begin("recognition"), PRESS, ...HEARD, { type: "asked", aloud: false });
    expect([state.phase, state.caption, effects.at(-1)]).toEqual(["thinking", "", { do: "drop" }]);
  });

  test("a failure ends the turn", () => {
    expect(run(begin("recognition"), ...FREE, { type: "failed" })[0]).toMatchObject({ phase: "idle", free: false });
  });
});

test("from any state, anything that happens leads to one of the four states and never throws", () => {
  const all: Happening[] = [PRESS, RELEASE, { type: "free", on: true }, { type: "free", on: false }, { type: "stop" }, { type: "asked", aloud: true }, { type: "opening" }, { type: "opened" }, { type: "interim", text: "a" }, { type: "final", text: "b" }, { type: "spoke" }, { type: "ended" }, { type: "refused", code: "network" }, { type: "refused", code: "silent" }, { type: "transcribed", text: "c" }, { type: "timeout", timer: "open" }, { type: "timeout", timer: "settle" }, say("one"), { type: "answered" }, { type: "failed" }, { type: "said" }];
  let seed = 7;
  const any = () => all[(seed = (seed * 48_271) % 2_147_483_647) % all.length] as Happening;
  for (const ear of ["recognition", "recorder"] as const) {
    let state = begin(ear);
    for (let times = 0; times < 20_000; times++) {
      const next = step(state, any());
      state = next.state;
      expect(["idle", "listening", "thinking", "speaking"]).toContain(state.phase);
      // At rest nothing is awaited: no answer, no sentence.
      if (state.phase === "idle") expect([state.answered, state.saying.length, state.free]).toEqual([true, 0, false]);
      if (state.phase === "speaking") expect(state.aloud).toBe(true);
    }
  }
});

test("an echo is told from an answer to it", () => {
  const saying = ["Tu saldo es de cien euros."];
  expect([echoes("saldo es de cien", saying), echoes("", saying), echoes("no, el mes pasado", saying), echoes("es de cien dólares", saying)]).toEqual([true, true, false, true]);
  expect(echoes("आपका बैलेंस", ["आपका बैलेंस सौ रुपये है।"])).toBe(true);
});
