import { describe, expect, it } from "vitest";
import { sentence } from "./card";

const rule = { memo: "shell", memo_test: "contains", direction: "either", kind: "expense", category: "fuel" } as const;

describe("a rule in words", () => {
  it("says what it asks and what it decides", () => {
    expect(sentence(rule)).toBe("text contains “shell” → business expense, fuel");
  });
  it("leaves out what it does not ask or say", () => {
    expect(sentence({ ...rule, memo: "", direction: "in", kind: "" })).toBe("money in → fuel");
    expect(sentence({ ...rule, memo: "" })).toBe("any transaction → business expense, fuel");
  });
});
