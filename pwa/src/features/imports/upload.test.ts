import { expect, test } from "vitest";
import { formOf } from "./upload";

const sending = { file: new File(["a"], "a.csv"), account: "id", dayFirst: null, section: null, mapping: null, dryRun: false, key: "k" };

test("a form says only what was decided", () => {
  expect([...formOf(sending).keys()]).toEqual(["file", "linked_account"]);
  expect(formOf({ ...sending, dayFirst: false, dryRun: true }).get("day_first")).toBe("false");
});

test("which account and which columns go along when they were asked for", () => {
  const form = formOf({ ...sending, section: "Sheet 2", mapping: { columns: { date: 0, amount: 1 } } });
  expect(form.get("section")).toBe("Sheet 2");
  expect(form.get("mapping")).toBe('{"columns":{"date":0,"amount":1}}');
});
