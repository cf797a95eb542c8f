import { expect, test } from "vitest";
import { formOf } from "./upload";

const sending = { file: new File(["a"], "a.csv"), account: "id", dayFirst: null, dryRun: false, key: "k" };

test("a form says only what was decided", () => {
  expect([...formOf(sending).keys()]).toEqual(["file", "linked_account"]);
  expect(formOf({ ...sending, dayFirst: false, dryRun: true }).get("day_first")).toBe("false");
});
