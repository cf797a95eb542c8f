/** From a forecast to what is drawn: pure. Floats are for pixels only; figures in words stay strings. */
import type { Forecast } from "./live";

export interface Fan {
  /** Calendar days, as seconds since the epoch at midnight UTC; the first is the day of the opening balance. */
  x: number[];
  /** One path a level, lowest first, each as long as x. */
  levels: number[];
  paths: number[][];
  /** The dates of x. */
  days: string[];
}

export const seconds = (iso: string): number => Date.parse(`${iso}T00:00:00Z`) / 1000;

/** The daily balance ahead, opened at today's balance; null when the balance is not known. */
export function balanceFan(forecast: Forecast): Fan | null {
  const daily = forecast.daily_balance;
  if (!daily || forecast.opening_balance === null) return null;
  const opening = Number(forecast.opening_balance);
  return fan(daily.ds, daily.quantiles, daily.q, { on: forecast.as_of, value: opening });
}

/** The net cash flow of each period: what can be drawn without a balance. */
export function netFan(forecast: Forecast): Fan {
  return fan(forecast.ds, forecast.quantiles, forecast.net.q);
}

function fan(ds: string[], levels: number[], q: string[][], opening?: { on: string; value: number }): Fan {
  const days = opening ? [opening.on, ...ds] : ds;
  const paths = q.map((path) => [...(opening ? [opening.value] : []), ...path.map(Number)]);
  return { x: days.map(seconds), levels, paths, days };
}

export function path(fan: Fan, level: number): number[] {
  const row = fan.levels.findIndex((one) => Math.abs(one - level) < 1e-9);
  return fan.paths[row] ?? [];
}

/** Pairs of levels between which a band is drawn, the widest first; those the forecast has. */
export function bands(fan: Fan): [low: number, high: number][] {
  const wanted: [number, number][] = [[0.05, 0.95], [0.25, 0.75]];
  return wanted.filter((pair) => pair.every((level) => path(fan, level).length > 0));
}

/** A row of the table that says the same as the chart: the end of each period. */
export interface Row { starts: string; median: string; low: string; high: string; shortfall: number | null }

export function rows(forecast: Forecast): Row[] {
  const part = forecast.balance ?? forecast.net;
  const of = (level: number) => part.q[forecast.quantiles.findIndex((one) => Math.abs(one - level) < 1e-9)] ?? [];
  const [low, median, high] = [of(0.05), of(0.5), of(0.95)];
  return forecast.ds.map((starts, index) => ({
    starts,
    median: median[index] ?? "0",
    low: low[index] ?? "0",
    high: high[index] ?? "0",
    shortfall: forecast.shortfall_probability?.[index] ?? null,
  }));
}
