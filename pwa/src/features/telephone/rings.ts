/** Rings for a decision, and the decisions that wait: looked at often while something is under way, else seldom. */
import { signal } from "@preact/signals";
import { client, told, type Schema } from "../../api/client";
import { resource } from "../../lib/resource";
import { me } from "../../lib/session";
import type { Ring } from "./wire";

export type Waiting = Schema["Proposal"];
export const OFTEN_MS = 1_500;
export const SELDOM_MS = 15_000;
const SOON_MS = 60_000;
const UNDER_WAY: readonly Ring["outcome"][] = ["due", "placing", "placed"];

export const rings = resource(async () => (await told(client.GET("/api/v1/rings", { params: { query: { limit: 20 } } }))).results);
export const proposals = resource(async () => (await told(client.GET("/api/v1/proposals", { params: { query: { limit: 20 } } }))).results);

me.subscribe((person) => {
  if (person !== null) return;
  rings.put(null as never);
  proposals.put(null as never);
});

/** What is to ring for a decision that was taken meanwhile will not ring any more. */
export const idle = (ring: Ring): boolean => ring.outcome === "due" && ring.purpose === "approval" && ring.decided !== null;
export const underWay = (ring: Ring | undefined): boolean => ring !== undefined && UNDER_WAY.includes(ring.outcome) && !idle(ring);

/** What one can be rung about: a proposal, or a recommendation that is then proposed. */
export type About = { proposal: string } | { recommendation: string };

/** Which ring was asked for about which recommendation: the ring itself names its proposal only. */
const advised = signal<Record<string, string>>({});

/** The newest ring about something; rings come newest first. */
export function ringOf(about: About): Ring | undefined {
  if ("proposal" in about) return rings.data.value?.find((ring) => ring.proposal === about.proposal);
  return rings.data.value?.find((ring) => ring.id === advised.value[about.recommendation]);
}

/** Ask to be rung about something. */
export async function ringMe(about: About): Promise<void> {
  const ring = await told(client.POST("/api/v1/rings", { body: about }));
  if ("recommendation" in about) advised.value = { ...advised.value, [about.recommendation]: ring.id };
  rings.put([ring, ...(rings.data.value ?? []).filter((one) => one.id !== ring.id)]);
  plan();
}

/** How long until the next look; null: there is nothing to wait for. */
export function pauseUntilNext(now: number): number | null {
  const going = (rings.data.value ?? []).filter(underWay);
  if (going.some((ring) => ring.outcome !== "due" || Date.parse(ring.due_at) - now < SOON_MS)) return OFTEN_MS;
  const said = proposals.data.value ?? [];
  if (said.some((one) => calls(one) && now - Date.parse(one.decided_at ?? "") < SOON_MS)) return OFTEN_MS;
  return going.length > 0 || said.some((one) => one.status === "proposed" || calls(one)) ? SELDOM_MS : null;
}

/** Who asked to be called has said yes, and the call is on its way. */
const calls = (one: Waiting): boolean => one.kind === "call_me" && one.status === "confirmed";

let watchers = 0;
let timer = 0;

/** Look again and again, as long as somebody wants it, there is something to wait for, and the page is seen. Returns stop. */
export function watch(): () => void {
  watchers += 1;
  if (watchers === 1) {
    document.addEventListener("visibilitychange", seen);
    void look();
  }
  return () => {
    watchers -= 1;
    if (watchers > 0) return;
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", seen);
  };
}

const seen = () => void look();

/** Look now, and plan the next look. */
export async function look(): Promise<void> {
  clearTimeout(timer);
  if (document.hidden) return; // it is looked at when the page is seen again
  await Promise.all([rings.reload(), proposals.reload()]);
  plan();
}

function plan(): void {
  clearTimeout(timer);
  const pause = pauseUntilNext(Date.now());
  if (pause !== null && watchers > 0) timer = window.setTimeout(seen, pause);
}

/** A proposal as it was when it was last looked at. */
export const proposalOf = (id: string): Waiting | undefined => proposals.data.value?.find((one) => one.id === id);
