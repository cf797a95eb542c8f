/** The ledger as it is asked for: the address holds the filters, so that a page can be kept, sent and gone back to. */
import { signal } from "@preact/signals";
import { client, told, type Schema } from "../../api/client";
import { resource } from "../../lib/resource";

export type Row = Schema["Transaction"];
export type Kind = Row["kind"];
type Page = { rows: Row[]; next: string | null };
export const NAMES = ["q", "account", "kind", "category", "direction", "from", "to"] as const;
export type Filters = Partial<Record<(typeof NAMES)[number], string>>;
const SIZE = 50;

export const wanted = signal<Filters>({});
export const accounts = resource(async () => (await told(client.GET("/api/v1/linked-accounts"))).results);
export const categories = resource(async () => (await told(client.GET("/api/v1/categories"))).results);
export const list = resource(() => pageOf());
export const totals = resource(async () => (await told(client.GET("/api/v1/transactions/totals", { params: { query: asked() } }))).results);

const asked = () => wanted.value as { kind?: Kind; direction?: "in" | "out" } & Filters;

async function pageOf(cursor?: string, limit = SIZE): Promise<Page> {
  const query = { ...asked(), limit, ...(cursor ? { cursor } : {}) };
  const { results, next } = await told(client.GET("/api/v1/transactions", { params: { query } }));
  return { rows: results, next: next && new URL(next).searchParams.get("cursor") };
}

/** Keep what a filter can be; whatever else an address says is left out. */
export function filtersOf(query: Record<string, string>): Filters {
  return Object.fromEntries(NAMES.filter((name) => query[name]).map((name) => [name, query[name]]));
}

/** The address of filters. */
export function addressOf(filters: Filters): string {
  const query = new URLSearchParams(Object.entries(filters).filter(([, value]) => value)).toString();
  return `/transactions${query && `?${query}`}`;
}

export async function show(filters: Filters): Promise<void> {
  wanted.value = filters;
  await Promise.all([list.reload(), totals.reload()]);
}

/** Add the next page below; nothing happens when the filters have changed meanwhile. */
export async function showOlder(): Promise<void> {
  const before = list.data.value;
  if (!before?.next) return;
  const older = await pageOf(before.next);
  if (list.data.value === before) list.put({ rows: [...before.rows, ...older.rows], next: older.next });
}

/** Say what transactions are; returns how many others became the same. */
export async function correct(ids: string[], word: { kind?: Kind; category?: string }): Promise<number> {
  const { also_changed } = await told(client.POST("/api/v1/transactions/corrections", { body: { transactions: ids, ...word } }));
  await again();
  return also_changed;
}

/** Let them be what they were before the person's word. */
export async function takeBack(ids: string[]): Promise<void> {
  await told(client.POST("/api/v1/transactions/corrections/undo", { body: { transactions: ids } }));
  await again();
}

export const transferOf = (id: string) => told(client.GET("/api/v1/transfers/{public_id}", { params: { path: { public_id: id } } }));

/** Ask again for as much as is on the page: a correction may have changed any row of it. */
export async function again(): Promise<void> {
  const shown = list.data.value?.rows.length ?? 0;
  const refreshed = pageOf(undefined, Math.min(200, Math.max(SIZE, shown))); // the server's longest page
  await Promise.all([refreshed.then((page) => list.put(page)), totals.reload(), categories.reload()]);
}

/** Rows under their days, in the order in which they came. */
export function byDay(rows: Row[]): [string, Row[]][] {
  const days = new Map<string, Row[]>();
  for (const row of rows) days.set(row.posted_on, [...(days.get(row.posted_on) ?? []), row]);
  return [...days];
}
