/** What the page of work asks for: platforms, trips and their totals, payout findings, taxes. */
import { signal } from "@preact/signals";
import { client, told, type Schema } from "../../api/client";
import { resource } from "../../lib/resource";

export type Compared = Schema["Compared"];
export type Rate = Schema["Rate"];
export type Trip = Schema["Trip"];
export type Finding = Schema["PayoutFinding"];
export type Tax = Schema["Tax"];
export type TripsPlan = Schema["TripsPlan"];
export type Verb = "appeal" | "paid" | "dismiss" | "reopen";
export const SPANS = ["30", "90", "365"] as const;

export const span = signal<(typeof SPANS)[number]>("90");
export const status = signal<"open" | "all">("open");

/** The days up to today, as the person's clock has it. */
function days(count: number): { from: string; to: string } {
  const iso = (date: Date) => `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, "0")}-${String(date.getDate()).padStart(2, "0")}`;
  const first = new Date();
  first.setDate(first.getDate() - count + 1);
  return { from: iso(first), to: iso(new Date()) };
}

export const platforms = resource(() => told(client.GET("/api/v1/platforms", { params: { query: days(Number(span.value)) } })));
export const trips = resource(async () => (await told(client.GET("/api/v1/mileage", { params: { query: { limit: 30 } } }))).results);
export const totals = resource(() => told(client.GET("/api/v1/mileage/summary", { params: { query: {} } })));
export const findings = resource(async () => (await told(client.GET("/api/v1/payout-findings", { params: { query: { status: status.value, limit: 50 } } }))).results);
export const accounts = resource(async () => (await told(client.GET("/api/v1/linked-accounts"))).results);
export const tax = resource(() => told(client.GET("/api/v1/tax", { params: { query: {} } })));

export const reloadMileage = () => void Promise.all([trips.reload(), totals.reload()]);

export async function removeTrip(trip: Trip): Promise<void> {
  await told(client.DELETE("/api/v1/mileage/{public_id}", { params: { path: { public_id: trip.id } } }));
  reloadMileage();
}

export async function restoreTrip(trip: Trip): Promise<void> {
  await told(client.POST("/api/v1/mileage/{public_id}/restore", { params: { path: { public_id: trip.id } } }));
  reloadMileage();
}

/** A file of trips: looked at first, then written. */
export function sendTrips(file: File, unit: "km" | "mi", dry: boolean): Promise<TripsPlan> {
  const form = new FormData();
  form.set("file", file);
  form.set("unit", unit);
  form.set("dry_run", String(dry));
  const body = form as unknown as Schema["TripsFileRequest"]; // a form stands for it on the way
  return told(client.POST("/api/v1/mileage/import", { body, bodySerializer: () => form }));
}

export async function takeBack(batch: string): Promise<void> {
  await told(client.DELETE("/api/v1/mileage/import/{batch}", { params: { path: { batch } } }));
  reloadMileage();
}

export async function decide(finding: Finding, verb: Verb): Promise<void> {
  const path = { params: { path: { public_id: finding.id } } };
  if (verb === "appeal") await told(client.POST("/api/v1/payout-findings/{public_id}/appeal", path));
  else if (verb === "paid") await told(client.POST("/api/v1/payout-findings/{public_id}/paid", path));
  else if (verb === "dismiss") await told(client.POST("/api/v1/payout-findings/{public_id}/dismiss", path));
  else await told(client.POST("/api/v1/payout-findings/{public_id}/reopen", path));
  await findings.reload();
}
