import { render } from "preact";
import { LocationProvider } from "preact-iso";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { speak } from "../../lib/i18n";
import { me } from "../../lib/session";
import { startNew } from "./conversation";
import { chips } from "./chips";
import { labelOf, written } from "./facts";
import { Assistant } from "./page";
import { ANSWER, begin, FACT, json, listen, SENTENCE, sse, type Listening } from "./server";

let server: Listening;
let page: HTMLElement;
const button = (name: string) => [...page.querySelectorAll("button")].find((one) => one.textContent?.trim() === name);
const said = () => page.textContent ?? "";

/** The page over a server that answers questions with `answer`, and knows of no data. */
async function show(answer: Record<string, unknown> = {}, cut = false, outcome: unknown = {}, kept: unknown = null, search = ""): Promise<void> {
  server = await listen((response, { path, body }) => {
    if (path === "/api/voice-agent") {
      begin(response);
      return void response.end(sse("sentence", SENTENCE) + (cut ? "" : sse("done", { ...ANSWER, ...answer })));
    }
    if (kept && path.endsWith("conversations/c1")) return json(response, 200, kept);
    if (path.endsWith("conversations/c1")) return json(response, 200, { shared_at: body.includes("true") ? "2026-11-21T12:00:00Z" : null });
    if (path.includes("proposals")) return json(response, 200, outcome);
    json(response, 200, path.includes("platforms") ? { platforms: [] } : { results: [], next: null });
  });
  history.replaceState(null, "", `/assistant${search}`);
  page = document.createElement("div");
  document.body.append(page);
  render(<LocationProvider><Assistant /></LocationProvider>, page);
}

async function ask(message: string): Promise<void> {
  const field = page.querySelector<HTMLInputElement>("#ask-field");
  if (!field) throw new Error("no field");
  field.value = message;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  await Promise.resolve();
  field.form?.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
}

beforeEach(() => {
  me.value = { name: "Ana Lopez", language: "en" } as never;
  startNew();
});
afterEach(async () => {
  render(null, page);
  await new Promise((resolve) => setTimeout(resolve, 150)); // what is done on leaving is done after the next paint
  speak("en");
  await server.stop();
});

test("it greets by name, and asks what fits somebody without data", async () => {
  await show();
  await vi.waitFor(() => expect(button("What is a buffer?")).toBeDefined());
  expect(said()).toContain("Hello Ana.");
  expect(button("What is my balance?")).toBeUndefined();
});

test("a question is answered, read out once to whoever hears the page, with its facts and source", async () => {
  await show();
  await ask("what is my balance");
  await vi.waitFor(() => expect(said()).toContain("Answered by GigLens itself"));
  expect([...page.querySelectorAll("[aria-live].sr-only p")].map((one) => one.textContent)).toEqual([SENTENCE.text]);
  expect(page.querySelector("summary")?.textContent).toBe("Language and voice");
  const facts = [...page.querySelectorAll("details")].find((one) => one.textContent?.startsWith("Facts behind this (1)"));
  expect(facts?.textContent).toContain("Balance$1,234.56As of Nov 20, 2026Accounts");
  expect(facts?.querySelector("a")?.getAttribute("href")).toBe("/statements");
});

test("a question back is two buttons, and a tap asks", async () => {
  await show({ asking: true, options: [{ label: "Income", message: "my income" }, { label: "Spending", message: "my spending" }] });
  await ask("how much was it");
  await vi.waitFor(() => expect(button("Spending")).toBeDefined());
  button("Spending")?.click();
  await vi.waitFor(() => expect(server.asked.filter((one) => one.path === "/api/voice-agent")).toHaveLength(2));
  expect(JSON.parse(server.asked.filter((one) => one.path === "/api/voice-agent")[1]?.body ?? "")).toMatchObject({ message: "my spending", conversation: "c1" });
});

test.each([
  ["Confirm", "confirm", { status: "done", text: "Your buffer is $500.00 now." }, "Your buffer is $500.00 now."],
  ["Not now", "decline", { status: "declined", text: "" }, "Not done."],
  ["Confirm", "confirm", { status: "expired", text: "" }, "This can no longer be confirmed."],
])("a proposal waits for %s", async (name, verb, outcome, words) => {
  await show({ proposal: { id: "p1", text: "Set your buffer to $500.00?" } }, false, outcome);
  await ask("set my buffer to 500");
  await vi.waitFor(() => expect(button(name)).toBeDefined());
  expect(said()).toContain("Set your buffer to $500.00?");
  button(name)?.click();
  button(name)?.click();
  await vi.waitFor(() => expect(said()).toContain(words));
  expect(button("Confirm")).toBeUndefined();
  expect(server.asked.filter((one) => one.path.includes("proposals")).map((one) => one.path)).toEqual([`/api/v1/proposals/p1/${verb}`]);
});

test("a cut answer says so, and can be asked for again, in Spanish too", async () => {
  speak("es");
  await show({}, true);
  await ask("mi saldo");
  await vi.waitFor(() => expect(button("Preguntar otra vez")).toBeDefined());
  expect(said()).toContain("La respuesta se cortó aquí.");
});

test.each([
  [{ ...FACT, text: "$1,234.56" }, "Balance", "$1,234.56"],
  [{ name: "change.last_month", value: "-12.5", unit: "percent", as_of: "2026-11-20" }, "Change last month", "-12.5%"],
  [{ name: "span", value: { from: "2026-10-01", to: "2026-10-31" }, unit: "period", as_of: "2026-11-20" }, "Span", "Oct 1, 2026 to Oct 31, 2026"],
  [{ name: "pay", value: "21.40", unit: "rate", currency: "USD", per: "hour", as_of: "2026-11-20" }, "Pay", "$21.40 per hour"],
  [{ name: "driven", value: "120.5", unit: "distance", per: "mile", as_of: "2026-11-20" }, "Driven", "120.5 miles"],
  [{ name: "safe_days", value: 12, unit: "days", as_of: "2026-11-20" }, "Safe days", "12 days"],
  [{ name: "platform", value: "Uber", unit: "name", as_of: "2026-11-20" }, "Platform", "Uber"],
])("a figure is written as people write it", (fact, label, text) => {
  expect([labelOf(fact), written(fact)]).toEqual([label, text]);
});

test("a figure never leads out of the app", async () => {
  await show({ facts: [{ ...FACT, source: { kind: "account", page: "//evil.example" } }] });
  await ask("what is my balance");
  await vi.waitFor(() => expect(said()).toContain("Facts behind this"));
  expect(page.querySelector("details li a")).toBeNull();
});

test("example questions name what is there, in the language of the conversation", () => {
  const owned = { rows: true, bills: true, goals: true, platform: "Uber" };
  expect(chips(owned, "en")).toContain("How much did I earn with Uber last month?");
  for (const language of ["en", "es", "hi", "te"] as const) {
    expect(chips(owned, language)).toHaveLength(5);
    expect(chips({ ...owned, rows: false }, language)).toHaveLength(3);
  }
});

test("a conversation is shared with operators by a switch, and no longer by the same", async () => {
  await show();
  const sharing = () => page.querySelector<HTMLElement>("[role=switch]");
  expect(sharing()).toBeNull();
  await ask("what is my balance");
  await vi.waitFor(() => expect(said()).toContain("Answered by GigLens itself"));
  for (const [state, words] of [["true", "Since Nov 21, 2026"], ["false", "Now they see only when it was"]]) {
    sharing()?.click();
    await vi.waitFor(() => expect(sharing()?.getAttribute("aria-checked")).toBe(state));
    expect(said()).toContain(words);
  }
  expect(server.asked.filter((one) => one.path.endsWith("conversations/c1")).map((one) => one.body)).toEqual(['{"shared":true}', '{"shared":false}']);
});

test("a link from a call opens what was said on it", async () => {
  const said = { ...ANSWER, id: "t1", at: "2026-11-21T10:00:00Z", channel: "telephone", question: "what is my balance", sentences: [SENTENCE], interrupted: false };
  await show({}, false, {}, { id: "c1", shared_at: null, said: [said] }, "?talk=c1");
  await vi.waitFor(() => expect(page.querySelector("ol")?.textContent).toContain("what is my balance"));
  expect(page.querySelector("ol")?.textContent).toContain(SENTENCE.text);
});
