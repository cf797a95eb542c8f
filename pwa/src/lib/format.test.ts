import { describe, expect, test } from "vitest";
import { age, day, money, month, ofMinor, percent, roundMoney } from "./format";

describe("money", () => {
  test.each([
    ["1234.50", "USD", "en", "$1,234.50"],
    ["-0.05", "EUR", "en", "-€0.05"],
    ["1200", "JPY", "en", "¥1,200"],
    ["1234.500", "KWD", "en", "KWD 1,234.500"],
  ])("%s %s in %s", (amount, currency, locale, shown) => {
    expect(money(amount, currency, locale).replace(/\u00a0/g, " ")).toBe(shown);
  });

  test("keeps every digit of an amount that no float holds", () => {
    expect(money("90071992547409931.27", "USD", "en")).toBe("$90,071,992,547,409,931.27");
  });

  test("is written as Spanish writes it", () => {
    expect(money("1234567.8", "EUR", "es")).toBe("1.234.567,80\u00a0€");
  });

  test("is short on an axis", () => {
    expect([roundMoney(812.4, "USD", "en"), roundMoney(120_000, "USD", "en")]).toEqual(["$812", "$120K"]);
  });
});

test.each([[300_000, "USD", "$3,000.00"], [300_000, "JPY", "¥300,000"], [-5, "USD", "-$0.05"]])("%d of the smallest coins of %s are %s", (minor, currency, shown) => {
  expect(ofMinor(minor, currency, "en")).toBe(shown);
});

test("a date is the same day whatever the time zone", () => {
  expect(day("2026-03-01", "en")).toBe("Mar 1, 2026");
  expect(month("2026-03-01", "es")).toBe("marzo de 2026");
});

test("a short date has its year when another would be thought of", () => {
  const now = Date.parse("2026-11-21");
  expect([day("2027-02-05", "en", "short", now), day("1997-05-03", "en", "short", now)]).toEqual(["Feb 5", "May 3, 1997"]);
});

test.each([[5, "now"], [3_700, "1 hour ago"], [90_000, "yesterday"]])("%d seconds ago is %s", (seconds, shown) => {
  expect(age(seconds, "en")).toBe(shown);
});

test("a share is a percentage", () => {
  expect(percent("0.104", "en")).toBe("10%");
});
