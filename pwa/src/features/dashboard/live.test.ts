import { expect, test } from "vitest";
import { computing, pause, scoresFollowed, type Forecast, type Scores } from "./live";

const forecast = (pending: string | null) => ({ requested_at: "2026-11-21T10:00:00Z", pending: pending && { status: pending } }) as Forecast;
const scores = (computed_at: string | null) => ({ scores: { health: computed_at && { computed_at } } }) as Scores;

test.each([
  [null, "forecast_pending", true],
  [null, "forecast_failed", false],
  [null, "no_forecast", false],
  [forecast(null), undefined, false],
  [forecast("requested"), undefined, true],
  [forecast("running"), undefined, true],
  [forecast("failed"), undefined, false],
])("%o with %s: computing is %s", (found, code, expected) => {
  expect(computing(found, code)).toBe(expected);
});

test("scores of before the forecast are still to come", () => {
  expect(scoresFollowed(forecast(null), scores("2026-11-21T09:59:00Z"))).toBe(false);
  expect(scoresFollowed(forecast(null), scores("2026-11-21T10:00:01Z"))).toBe(true);
});

test("nobody waits for scores that cannot be given", () => {
  expect(scoresFollowed(forecast(null), scores(null))).toBe(true);
});

test("it looks often at first, then seldom", () => {
  expect([pause(1), pause(29), pause(30)]).toEqual([1_000, 1_000, 5_000]);
});
