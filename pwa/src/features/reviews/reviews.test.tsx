import { render } from "preact";
import { afterEach, expect, test, vi } from "vitest";
import { speak } from "../../lib/i18n";
import { differences, reviews, transfers, type Review, type Row, type Transfer } from "./live";
import { ReviewsCard } from "./reviews-card";
import { TransfersCard } from "./transfers-card";

const row = (changes: Partial<Row> = {}): Row =>
  ({ id: "a", linked_account: "x", posted_on: "2026-10-05", amount: "-31.00", currency: "USD", memo: "PENDING Bistro", ...changes }) as Row;
const booked = row({ id: "b", posted_on: "2026-10-07", memo: "Bistro" });
const review = { id: "r1", kind: "pending_replaced", joined: true, decision: "", transactions: [row(), booked] } as unknown as Review;
const transfer = { id: "t1", kind: "payout", fee: "1.50", currency: "USD", transactions: [row(), row({ id: "c", amount: "29.50" })] } as unknown as Transfer;
const accounts = [{ id: "x", name: "Main" }] as never;
const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

/** A server that has one of each until it is answered, and writes down what it was asked. */
function server() {
  const asked: string[] = [];
  let open = true;
  vi.stubGlobal("fetch", (request: Request) => {
    const path = new URL(request.url, "http://localhost").pathname;
    if (request.method === "POST") {
      asked.push(path);
      open = /undo|join$/.test(path);
      return Promise.resolve(Response.json({}));
    }
    return Promise.resolve(Response.json({ results: open ? [path.endsWith("reviews") ? review : transfer] : [], next: null }));
  });
  return asked;
}

function show(card: Parameters<typeof render>[0]): HTMLElement {
  const page = document.createElement("div");
  document.body.append(page);
  render(card, page);
  return page;
}

afterEach(() => {
  vi.unstubAllGlobals();
  reviews.put(null as never);
  transfers.put(null as never);
  speak("en");
});

test("what differs is found field by field", () => {
  expect([...differences([row(), booked])]).toEqual(["posted_on", "memo"]);
  expect([...differences([row(), row({ id: "b" })])]).toEqual([]);
});

test("a question shows both rows, and an answer is sent once and leaves the focus on the card", async () => {
  const asked = server();
  const changed = vi.fn();
  await reviews.reload();
  const page = show(<ReviewsCard accounts={accounts} changed={changed} />);
  expect(page.querySelector("h2")?.textContent).toBe("Rows to look at: 1");
  expect([...page.querySelectorAll("dd")].map((cell) => cell.textContent)).toContain("PENDING Bistro");
  expect(page.querySelector("[role=group]")?.getAttribute("aria-labelledby")).toBe(page.querySelector("h3")?.id);
  const buttons = [...page.querySelectorAll("button")];
  expect(buttons.map((button) => button.textContent)).toEqual(["The same payment", "Two payments"]);
  buttons[1]?.click();
  await settled();
  expect(asked).toEqual(["/api/v1/reviews/r1/different"]);
  expect(changed).toHaveBeenCalledOnce();
  expect(page.querySelector("article")).toBeNull();
});

test("a match shows its partner and the fee, and is split in Spanish too", async () => {
  const asked = server();
  speak("es");
  await transfers.reload();
  const page = show(<TransfersCard accounts={accounts} changed={() => {}} />);
  expect(page.querySelectorAll("li").length).toBe(2);
  expect(page.textContent).toContain("1,50");
  const button = page.querySelector("button");
  expect(button?.textContent).toBe("Separar");
  button?.click();
  await settled();
  expect(asked).toEqual(["/api/v1/transfers/t1/split"]);
  expect(page.querySelector("article")).toBeNull();
});
