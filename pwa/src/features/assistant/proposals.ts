/** Saying yes or no to an action that the assistant has proposed. */
import { csrfToken, lapse, troubleOf } from "../../api/client";
import type { Proposal } from "./wire";

/** Say yes or no; the server does it once, however often it is told. Returns what it says about it. */
export async function decide(proposal: Proposal, yes: boolean): Promise<string> {
  const headers = { "X-CSRFToken": csrfToken(), "Idempotency-Key": `${proposal.id}-${yes ? "yes" : "no"}` };
  const response = await fetch(`/api/v1/proposals/${encodeURIComponent(proposal.id)}/${yes ? "confirm" : "decline"}`, { method: "POST", headers, credentials: "same-origin" });
  if (response.status === 401) lapse.tell();
  const said = (await response.json().catch(() => null)) as { text?: string } | null;
  if (!response.ok) throw troubleOf(response.status, said);
  return said?.text ?? "";
}
