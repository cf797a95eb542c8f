import { beforeEach, expect, test } from "vitest";
import { speak } from "./i18n";
import { categoryOf, categoryWord } from "./sorts";

beforeEach(() => speak("en"));

test.each([["bank_fee", "bank fees"], ["cash", "cash withdrawals"], ["My dog", "My dog"], ["", ""]])("the category %s reads %s", (name, word) => {
  expect(categoryWord(name)).toBe(word);
  expect(categoryOf(word)).toBe(name);
});

test("one writes a category in the words of one's language", () => {
  speak("es");
  expect([categoryWord("housing"), categoryOf(" Vivienda ")]).toEqual(["vivienda", "housing"]);
});
