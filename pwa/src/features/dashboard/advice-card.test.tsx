import { render } from "preact";
import { afterEach, expect, test, vi } from "vitest";
import { speak } from "../../lib/i18n";
import { CONSENT, Fake, VERIFIED } from "../telephone/fake";
import { telephone } from "../telephone/live";
import { AdviceCard } from "./advice-card";
import { advice, type Recommendation } from "./live";

const row = {
  id: "r1", kind: "price_rise", title: "Tunebox costs 25% more", body: "It was Kč 799.00.", status: "new", currency: "CZK",
  impact: { measure: "yearly_cost", before: "11988.00", after: "9588.00" },
  evidence: [{ name: "name", value: "Tunebox", unit: "text", source: "bills" }, { name: "times", value: "3", unit: "count", source: "transactions" }],
  rows: [{ transaction: "t1", on: "2026-10-05", amount: "-999.00", currency: "CZK", memo: "TUNEBOX 4432" }],
} as unknown as Recommendation;
const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

async function shown(): Promise<{ page: HTMLElement; told: unknown[] }> {
  const told: unknown[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    if (request.method === "POST") told.push([new URL(request.url, "http://localhost").pathname, await request.json()]);
    return Response.json({ results: told.length > 0 ? [] : [row], next: null });
  });
  await advice.reload();
  const page = document.createElement("div");
  document.body.append(page);
  render(<AdviceCard />, page);
  return { page, told };
}

const button = (page: HTMLElement, words: string) => [...page.querySelectorAll("button")].find((one) => one.textContent?.startsWith(words));

afterEach(() => {
  vi.unstubAllGlobals();
  advice.put(null as never);
  telephone.put(null as never);
  speak("en");
});

test("a leak is shown with its rows and what stopping it changes", async () => {
  const { page } = await shown();
  expect(page.textContent).toContain("Cost of a year: from Kč 11,988.00 to Kč 9,588.00".replaceAll("Kč ", "Kč\u00a0"));
  expect(page.querySelector("li")?.textContent).toBe("Oct 5, 2026TUNEBOX 4432-Kč\u00a0999.00");
  expect([...page.querySelectorAll("dd")].map((cell) => cell.textContent)).toEqual(["Tunebox", "3"]);
  await settled();
  expect(button(page, "Ring me")).toBeUndefined(); // nobody has agreed to be rung
});

test("a dismissal asks why, and takes no for an answer", async () => {
  const { page, told } = await shown();
  button(page, "Not for me")?.click();
  await settled();
  expect(document.activeElement?.textContent).toBe("I know already");
  page.querySelector("[role=group]")?.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
  await settled();
  expect(told).toEqual([]);
  button(page, "Not for me")?.click();
  await settled();
  button(page, "The figures are wrong")?.click();
  await settled();
  expect(told).toEqual([["/api/v1/recommendations/r1/dismiss", { reason: "The figures are wrong" }]]);
  expect(page.querySelector("article")).toBeNull();
});

test("whoever has agreed to be rung decides it on a call", async () => {
  const server = new Fake();
  Object.assign(server.telephone, { numbers: [VERIFIED], consents: [CONSENT] });
  advice.put([row]);
  const page = document.createElement("div");
  document.body.append(page);
  render(<AdviceCard />, page);
  await vi.waitFor(() => expect(button(page, "Ring me about it")).toBeDefined());
  button(page, "Ring me about it")?.click();
  await vi.waitFor(() => expect(page.textContent).toContain("About to ring"));
  expect(server.asked.map((one) => [one.path, one.body])).toEqual([["/rings", { recommendation: "r1" }]]);
  Object.assign(server.rings[0] ?? {}, { outcome: "approved", ended_at: "2026-11-21T10:05:00Z" });
  await vi.waitFor(() => expect(page.textContent).toContain("Nothing presses"), { timeout: 4000 }); // it is decided, and looked for anew
  render(null, page);
});
