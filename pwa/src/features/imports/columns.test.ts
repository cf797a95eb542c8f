import { expect, test } from "vitest";
import { guessed, lacking, mappingOf, unknownOf, type Role, type Unknown } from "./columns";

const unknown: Unknown = {
  header: ["Quand", "Quoi", "Combien", "Reste"],
  rows: [["13/10/2026", "Fuel", "45.10", "954.90"]],
  guess: { columns: { date: 0, amount: 2, memo: [1] } },
};

test("the guess is what the screen starts from", () => {
  expect(guessed(unknown)).toEqual(["date", "memo", "amount", ""]);
  expect(guessed({ ...unknown, guess: { columns: { date: 9, wine: 1 } } })).toEqual(["", "", "", ""]);
});

test("a choice says what it lacks", () => {
  const cases: [Role[], string | null][] = [
    [["", "amount"], "map_no_date"],
    [["date", "memo"], "map_no_amount"],
    [["date", "amount", "gross"], "map_both"],
    [["date", "amount", "date"], "map_twice"],
    [["date", "amount", "memo", "memo"], null],
    [["date", "debit", "credit"], null],
    [["date", "gross", "fee", "net"], null],
  ];
  for (const [roles, fault] of cases) expect(lacking(roles), roles.join()).toBe(fault);
});

test("the API gets places, and only what was said", () => {
  expect(mappingOf(["date", "memo", "amount", "memo", ""], {})).toEqual({ columns: { date: 0, memo: [1, 3], amount: 2 } });
  expect(mappingOf(["date", "net"], { sign: "inverted", day_first: false })).toEqual({ columns: { date: 0, net: 1 }, sign: "inverted", day_first: false });
});

test("details of another refusal open no screen", () => {
  expect(unknownOf(unknown)).toBe(unknown);
  for (const other of [undefined, null, {}, { sections: ["a"] }]) expect(unknownOf(other)).toBeNull();
});
