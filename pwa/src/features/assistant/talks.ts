/** Conversations that are kept: listed, searched, opened again, deleted; and for how long. */
import { signal } from "@preact/signals";
import { client, told, type Schema } from "../../api/client";
import { resource } from "../../lib/resource";
import { conversation, startNew, turns, type Turn } from "./conversation";
import { answerOf } from "./ask";
import { noteShared } from "./sharing";
import type { Fact, Language, Sentence } from "./wire";

export type Talk = Schema["Found"];
type Page = { rows: Talk[]; next: string | null };

export const words = signal("");

async function pageOf(cursor?: string): Promise<Page> {
  const q = words.value.trim();
  const query = { limit: 20, ...(q && { q }), ...(cursor && { cursor }) };
  const { results, next } = await told(client.GET("/api/v1/conversations", { params: { query } }));
  return { rows: results, next: next && new URL(next, location.href).searchParams.get("cursor") };
}

export const talks = resource(() => pageOf());
export const keeping = resource(() => told(client.GET("/api/v1/conversations/settings")));

export async function more(): Promise<void> {
  const before = talks.data.value;
  if (!before?.next) return;
  const older = await pageOf(before.next);
  if (talks.data.value === before) talks.put({ rows: [...before.rows, ...older.rows], next: older.next });
}

/** Put a conversation on the screen, to be read and gone on with. */
export async function open(id: string): Promise<void> {
  const whole = await told(client.GET("/api/v1/conversations/{public_id}", at(id)));
  startNew();
  turns.value = whole.said.map((one) => turnOf(one, id));
  conversation.value = id;
  noteShared(id, whole.shared_at);
}

const at = (id: string) => ({ params: { path: { public_id: id } } });

function turnOf(kept: Schema["Turn"], id: string): Turn {
  const sentences: Sentence[] = kept.sentences.length > 0 ? kept.sentences : kept.answer ? [{ text: kept.answer, spoken: kept.answer }] : [];
  const language = kept.language as Language;
  return {
    key: kept.id,
    id: kept.id,
    question: { message: kept.question, language, conversation: id, channel: kept.channel === "voice" ? "voice" : "text" },
    sentences,
    fillers: [],
    facts: kept.facts as Fact[],
    answer: answerOf({ ...kept, conversation: id, turn: kept.id }),
    status: "answered",
    trouble: null,
    heard: kept.interrupted ? sentences.map((one) => one.text).join(" ") : null,
  };
}

export async function forget(id: string): Promise<void> {
  await told(client.DELETE("/api/v1/conversations/{public_id}", at(id)));
  if (conversation.value === id) startNew();
  await talks.reload();
}

export async function forgetAll(): Promise<void> {
  await told(client.DELETE("/api/v1/conversations"));
  startNew();
  await talks.reload();
}

/** Keep conversations so many days; 0 keeps nothing once one is over. */
export async function keepFor(days: number): Promise<void> {
  keeping.put(await told(client.PATCH("/api/v1/conversations/settings", { body: { keep_days: days } })));
  await talks.reload();
}
