import { expect, test } from "vitest";
import { COUNTRIES, countryOf, guess, listed, named, spaced } from "./countries";
import { whole } from "./number-form";

test("every region is there once, with a code that no other country's hides", () => {
  expect(new Set(COUNTRIES.map((one) => one.region)).size).toBe(COUNTRIES.length);
  const codes = [...new Set(COUNTRIES.map((one) => one.code))];
  expect(codes.filter((code) => codes.some((other) => other !== code && code.startsWith(other)))).toEqual([]);
});

test("countries are named and ordered in the language", () => {
  expect(named("en", ["ES", "US"]).find(([region]) => region === "ES")).toEqual(["ES", "Spain (+34)"]);
  expect(named("es", ["ES", "US"]).find(([region]) => region === "US")?.[1]).toBe("Estados Unidos (+1)");
});

test.each([
  [["es-MX", "en"], "MX"],
  [["es", "en-GB"], "GB"],
  [["en"], "US"],
  [["en-AQ"], "US"],
  [["cs-CZ", "es-MX"], "MX"],
])("languages %s tell of %s", (tags, region) => expect(guess(tags, ["US", "MX", "GB"])).toBe(region));

test("only the countries whose numbers may be added are offered, and said", () => {
  expect(named("en", ["ES", "US"]).map(([region]) => region)).toEqual(["ES", "US"]);
  expect(listed("en", ["US", "ES"])).toBe("Spain and United States");
  expect(listed("es", ["US", "ES"])).toBe("España y Estados Unidos");
  expect(guess(["cs-CZ"], ["IN"])).toBe("IN");
});

test.each([
  ["+1 555 010 0199", "CA", "CA"],
  ["+1 555 010 0199", "CZ", "US"],
  ["00420 601 123 456", "US", "CZ"],
  ["601 123 456", "CZ", null],
  ["+999 1", "CZ", null],
])("%s, with %s chosen, is of %s", (typed, chosen, region) => expect(countryOf(typed, chosen)).toBe(region));

test.each([
  ["555 010 0199", "US", "+15550100199"],
  ["(0)7911 123456", "GB", "+4407911123456"], // the server knows which zeros are dialled only at home
  ["+420 601-123-456", "US", "+420601123456"],
  ["00 420 601 123 456", "US", "+420601123456"],
])("%s in %s is %s", (typed, region, number) => expect(whole(typed, region)).toBe(number));

test("too few digits are refused before anybody is rung", () => expect(() => whole("12", "US")).toThrow());

test.each([
  ["+15550100199", "+1 555 010 0199"],
  ["+420601123456", "+420 60 112 3456"],
  ["+49301234567", "+49 30 123 4567"],
])("%s is read as %s", (number, text) => expect(spaced(number)).toBe(text));
