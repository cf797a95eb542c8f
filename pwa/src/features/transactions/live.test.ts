import { expect, test } from "vitest";
import { addressOf, byDay, filtersOf, type Row } from "./live";

const row = (id: string, posted_on: string) => ({ id, posted_on }) as Row;

test("an address and its filters say the same, and foreign words are left out", () => {
  const filters = filtersOf({ q: "fuel & co", kind: "expense", page: "2", to: "" });
  expect(filters).toEqual({ q: "fuel & co", kind: "expense" });
  expect(addressOf(filters)).toBe("/transactions?q=fuel+%26+co&kind=expense");
  expect(addressOf({})).toBe("/transactions");
});

test("rows stand under their days, in the order in which they came", () => {
  const rows = [row("c", "2026-10-03"), row("b", "2026-10-03"), row("a", "2026-10-01")];
  expect(byDay(rows).map(([day, found]) => [day, found.map(({ id }) => id)])).toEqual([["2026-10-03", ["c", "b"]], ["2026-10-01", ["a"]]]);
});
