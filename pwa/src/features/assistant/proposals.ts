/** Saying yes or no to an action that the assistant has proposed. */
import { csrfToken, lapse, troubleOf } from "../../api/client";
import { t } from "../../lib/i18n";
import type { Proposal } from "./wire";

export interface Outcome {
  /** What became of it, in the person's language. */
  text: string;
  /** Whether it was done, or left as the person wished. */
  well: boolean;
}

/** Say yes or no; the server does it once, however often it is told. */
export async function decide(proposal: Proposal, yes: boolean): Promise<Outcome> {
  const verb = yes ? "confirm" : "decline";
  const headers = { "X-CSRFToken": csrfToken(), "Idempotency-Key": `${proposal.id}-${verb}` };
  const response = await fetch(`/api/v1/proposals/${encodeURIComponent(proposal.id)}/${verb}`, { method: "POST", headers, credentials: "same-origin" });
  if (response.status === 401) lapse.tell();
  const said = (await response.json().catch(() => null)) as { text?: string; status?: string } | null;
  if (!response.ok) throw troubleOf(response.status, said);
  return outcomeOf({ text: said?.text ?? "", status: said?.status ?? "" }) ?? { text: t(yes ? "ask_done" : "ask_declined"), well: true };
}

/** What became of a proposal, whoever decided it and wherever; null while it waits. */
export function outcomeOf({ text, status }: { text: string; status: string }): Outcome | null {
  if (status === "proposed" || status === "") return null;
  const well = status !== "failed" && status !== "expired";
  return { text: text || t(!well ? "ask_proposal_over" : status === "declined" ? "ask_declined" : "ask_done"), well };
}
