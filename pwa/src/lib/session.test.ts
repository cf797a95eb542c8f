import { expect, test } from "vitest";
import { onward } from "./session";

test.each([
  ["?next=/admin/finance/", "/admin/finance/"],
  ["?next=/statements", "/statements"],
  ["?next=//evil.example", "/"],
  ["?next=/\\evil.example", "/"],
  ["?next=https://evil.example", "/"],
  ["", "/"],
])("%s goes on to %s", (search, path) => {
  expect(onward(search)).toBe(path);
});
