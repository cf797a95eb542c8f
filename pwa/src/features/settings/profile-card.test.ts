import { expect, test } from "vitest";
import { amount } from "./profile-card";

test.each([["1 200,50", "1200.50"], ["1200.5", "1200.5"], ["", ""], ["12,345", "12,345"]])("%s is sent as %s", (typed, sent) => {
  expect(amount(typed)).toBe(sent);
});
