/** The telephone of the person: their numbers, PIN, consents and settings, the calls, and what is changed of them. */
import { signal } from "@preact/signals";
import { client, told } from "../../api/client";
import { resource } from "../../lib/resource";
import { me } from "../../lib/session";
import type { Call, CallSettings, PhoneNumber, Purpose, Telephone } from "./wire";

type Page = { rows: Call[]; next: string | null };
const at = (id: string) => ({ params: { path: { public_id: id } } });

export const telephone = resource<Telephone>(() => told(client.GET("/api/v1/telephone")));
export const calls = resource(() => pageOf());

/** How a code comes. */
export type By = "call" | "text";

/** Numbers that a code is on its way to, and since when: on a call it is made only once somebody has answered. */
export const sent = signal<Record<string, { by: By; at: number }>>({});

/** Whoever logs in next must not find the numbers of who was here before. */
me.subscribe((person) => {
  if (person !== null) return;
  telephone.put(null as never);
  calls.put(null as never);
  sent.value = {};
});

async function pageOf(cursor?: string): Promise<Page> {
  const { results, next } = await told(client.GET("/api/v1/calls", { params: { query: { limit: 20, ...(cursor && { cursor }) } } }));
  return { rows: results, next: next && new URL(next, location.href).searchParams.get("cursor") };
}

export async function moreCalls(): Promise<void> {
  const before = calls.data.value;
  if (!before?.next) return;
  const older = await pageOf(before.next);
  if (calls.data.value === before) calls.put({ rows: [...before.rows, ...older.rows], next: older.next });
}

export const oneCall = (id: string) => told(client.GET("/api/v1/calls/{public_id}", at(id)));

async function noteSent(id: string, by: By): Promise<void> {
  sent.value = { ...sent.value, [id]: { by, at: Date.now() } };
  await telephone.reload();
}

export async function addNumber(number: string, by: By): Promise<void> {
  const { id } = await told(client.POST("/api/v1/telephone/numbers", { body: { number, by } }));
  await noteSent(id, by);
}

export async function sendAgain(id: string, by: By): Promise<void> {
  await told(client.POST("/api/v1/telephone/numbers/{public_id}/code", { ...at(id), body: { by } }));
  await noteSent(id, by);
}

export async function verify(id: string, code: string): Promise<void> {
  await told(client.POST("/api/v1/telephone/numbers/{public_id}/verify", { ...at(id), body: { code } }));
  await telephone.reload();
}

export async function removeNumber(id: string): Promise<void> {
  await told(client.DELETE("/api/v1/telephone/numbers/{public_id}", at(id)));
  await telephone.reload();
}

export async function setPin(pin: string): Promise<void> {
  await told(client.PUT("/api/v1/telephone/pin", { body: { pin } }));
  await telephone.reload();
}

export async function unlock(): Promise<void> {
  await told(client.POST("/api/v1/telephone/unlock", { body: {} }));
  await telephone.reload();
}

export async function removePin(): Promise<void> {
  await told(client.DELETE("/api/v1/telephone/pin"));
  await telephone.reload();
}

export async function consent(purpose: Purpose, wording_version: string): Promise<void> {
  await told(client.POST("/api/v1/telephone/consents", { body: { purpose, wording_version } }));
  await telephone.reload();
}

export async function takeBack(purpose: Purpose): Promise<void> {
  await told(client.DELETE("/api/v1/telephone/consents/{purpose}", { params: { path: { purpose } } }));
  await telephone.reload();
}

export async function changeSettings(body: Partial<CallSettings>): Promise<void> {
  await told(client.PATCH("/api/v1/telephone/settings", { body }));
  await telephone.reload();
}

/** The number to ring for a person: one of theirs that is verified. */
export const verified = (one: Telephone): PhoneNumber[] => one.numbers.filter((number) => number.verified_at !== null);

/** Whether a decision can be asked for by telephone. */
export function canRing(one: Telephone | null): boolean {
  return one !== null && one.available && verified(one).length > 0 && one.consents.some((given) => given.purpose === "approvals");
}
