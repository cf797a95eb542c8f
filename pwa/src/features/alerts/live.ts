/** Alerts: how many are new, for the bell; and the list. */
import { signal } from "@preact/signals";
import { client, told, type Schema } from "../../api/client";
import { resource } from "../../lib/resource";

export type Alert = Schema["Alert"];
export type AlertSettings = Schema["AlertSettings"];
export type Kind = Alert["kind"];
export const EVERY_MS = 5 * 60_000;

export const unseen = signal(0);
export const alerts = resource(async () => {
  const page = await told(client.GET("/api/v1/alerts", { params: { query: { limit: 100 } } }));
  unseen.value = page.unseen;
  return page.results;
});
export const settings = resource(() => told(client.GET("/api/v1/alert-settings")));

/** Keep the bell's count true: now, now and then, and when the page is seen again. Returns stop. */
export function watchBell(): () => void {
  const look = () => void (document.hidden || alerts.reload());
  look();
  const timer = window.setInterval(look, EVERY_MS);
  document.addEventListener("visibilitychange", look);
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", look);
  };
}

/** What is shown has been seen: the count goes, the marks stay until the page is left. */
export async function seeAll(): Promise<void> {
  if (unseen.value === 0) return;
  await told(client.POST("/api/v1/alerts/seen"));
  unseen.value = 0;
}

export async function decide(alert: Alert, verb: "dismiss" | "restore"): Promise<void> {
  await told(client.POST(`/api/v1/alerts/{public_id}/${verb}`, { params: { path: { public_id: alert.id } } }));
  await alerts.reload();
}
