import { describe, expect, test } from "vitest";
import { balanceFan, bands, netFan, path, rows, seconds } from "./fan";
import type { Forecast } from "./live";

const quantiles = [0.05, 0.25, 0.5, 0.75, 0.95];
const q = (first: number) => quantiles.map((_, row) => [`${first + row}.00`, `${first + row + 10}.00`]);
const forecast = {
  as_of: "2026-11-15",
  opening_balance: "100.00",
  ds: ["2026-11-16", "2026-11-23"],
  quantiles,
  net: { mean: ["0.00", "0.00"], q: q(-2) },
  balance: { mean: ["0.00", "0.00"], q: q(98) },
  shortfall_probability: [0.01, 0.2],
  daily_balance: { ds: ["2026-11-16", "2026-11-17"], quantiles, q: q(90) },
} as unknown as Forecast;

describe("the fan of the balance", () => {
  const fan = balanceFan(forecast);
  if (!fan) throw new Error("no fan");

  test("opens at today's balance, on every path", () => {
    expect(fan.days).toEqual(["2026-11-15", "2026-11-16", "2026-11-17"]);
    expect(fan.paths.map((one) => one[0])).toEqual([100, 100, 100, 100, 100]);
  });

  test("has as many points as days, a day apart", () => {
    expect(fan.paths.every((one) => one.length === fan.x.length)).toBe(true);
    expect((fan.x[1] ?? 0) - (fan.x[0] ?? 0)).toBe(86_400);
  });

  test("has the widest band first", () => {
    expect(bands(fan)).toEqual([[0.05, 0.95], [0.25, 0.75]]);
    expect(path(fan, 0.5)).toEqual([100, 92, 102]);
  });

  test("draws only the bands that the forecast has", () => {
    expect(bands({ ...fan, levels: [0.1, 0.5, 0.9] })).toEqual([]);
  });
});

test("without a known balance there is no fan of it, but one of the net", () => {
  const unknown = { ...forecast, opening_balance: null, daily_balance: null, balance: null } as Forecast;
  expect(balanceFan(unknown)).toBeNull();
  expect(netFan(unknown).x).toEqual(forecast.ds.map(seconds));
  expect(rows(unknown)[0]?.median).toBe("0.00");
});

test("the table tells each period's expectation, range and chance, as the server wrote them", () => {
  expect(rows(forecast)).toEqual([
    { starts: "2026-11-16", median: "100.00", low: "98.00", high: "102.00", shortfall: 0.01 },
    { starts: "2026-11-23", median: "110.00", low: "108.00", high: "112.00", shortfall: 0.2 },
  ]);
});
