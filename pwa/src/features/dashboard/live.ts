/** What the dashboard shows, and keeping it true while the server computes. */
import { client, told } from "../../api/client";
import { asked, picked } from "../../lib/currency";
import { resource } from "../../lib/resource";
import { goals } from "../goals/live";
import type { Schema } from "../../api/client";

export type Period = "weekly" | "monthly";
export type Forecast = Schema["Forecast"];
export type Snapshot = Schema["Snapshot"];
export type Scores = Schema["LatestScores"];
export type Score = Schema["Score"];
export type Recommendation = Schema["Recommendation"];

const forecastOf = (period: Period) =>
  resource(() => told(client.GET("/api/v1/forecasts/latest", { params: { query: { period, ...asked() } } })));
const snapshotsOf = (period: Period) =>
  resource(async () => (await told(client.GET("/api/v1/snapshots", { params: { query: { period, ...asked() } } }))).results);

export const forecasts = { weekly: forecastOf("weekly"), monthly: forecastOf("monthly") };
export const snapshots = { weekly: snapshotsOf("weekly"), monthly: snapshotsOf("monthly") };
export const scores = resource(() => told(client.GET("/api/v1/scores/latest")));
export const advice = resource(async () => (await told(client.GET("/api/v1/recommendations"))).results);
const everything = [goals, forecasts.weekly, forecasts.monthly, snapshots.weekly, snapshots.monthly, scores, advice];

/** Show nothing of one currency under the name of another while the answers come. */
export function forgetAnswers(): void {
  for (const one of [forecasts.weekly, forecasts.monthly, snapshots.weekly, snapshots.monthly]) one.data.value = one.trouble.value = null;
}

export async function refresh(): Promise<void> {
  await Promise.all(everything.map((one) => one.reload()));
}

const FRESH_DAYS = 8;

/** Whether the statements end so long ago that what follows from them does not speak of today. */
export const isOld = (forecast: Forecast): boolean => forecast.data_age_days > FRESH_DAYS;

/** Whether the server is still computing a forecast: its row waits or runs. */
export function computing(forecast: Forecast | null, code: string | undefined): boolean {
  const status = forecast?.pending?.status;
  return code === "forecast_pending" || status === "requested" || status === "running";
}

/** Whether the scores rest on that forecast already; they are written right after it. */
export function scoresFollowed(forecast: Forecast | null, found: Scores | null): boolean {
  const health = found?.scores.health;
  return !forecast || !health || health.computed_at >= forecast.requested_at;
}

const settled = () =>
  (["weekly", "monthly"] as const).every((period) => !computing(forecasts[period].data.value, forecasts[period].trouble.value?.code)) &&
  (picked.value !== null || scoresFollowed(forecasts.weekly.data.value, scores.data.value)); // scores are for the main currency

/** Milliseconds to the next look: soon at first, then seldom, never stopping while something is computed. */
export const pause = (looks: number): number => (looks < 30 ? 1_000 : 5_000);

/** Load everything, and look again until nothing is being computed; also when the page is seen again. Returns stop. */
export function watch(): () => void {
  let timer = 0;
  let looks = 0;
  let quiet = 0;
  const look = async () => {
    clearTimeout(timer);
    await refresh();
    looks += 1;
    quiet = settled() ? quiet + 1 : 0;
    // Advice is written last: one look more after all is settled sees it.
    if (quiet < 2 && !document.hidden) timer = window.setTimeout(() => void look(), pause(looks));
  };
  const seen = () => {
    if (document.hidden) return;
    looks = quiet = 0;
    void look();
  };
  void look();
  document.addEventListener("visibilitychange", seen);
  return () => {
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", seen);
  };
}
