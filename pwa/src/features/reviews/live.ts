/** What has to be looked at, and what was matched: asked together, since an answer to one changes the other. */
import { client, told, type Schema } from "../../api/client";
import { t } from "../../lib/i18n";
import { resource } from "../../lib/resource";
import { explain } from "../../lib/trouble";
import { say } from "../../ui/notice";

export type Review = Schema["Review"];
export type Transfer = Schema["Transfer"];
export type Row = Schema["Transaction"];
export type Answer = "same" | "different";

export const reviews = resource(async () => await told(client.GET("/api/v1/reviews")));
export const transfers = resource(async () => await told(client.GET("/api/v1/transfers", { params: { query: { limit: 20 } } })));
export const reload = () => Promise.all([reviews.reload(), transfers.reload()]);

/** Answer a question; what is said in passing takes the answer back. */
export async function decide(review: Review, answer: Answer | "undo"): Promise<void> {
  await attempt(() => told(client.POST(`/api/v1/reviews/{public_id}/${answer}`, { params: { path: { public_id: review.id } } })));
  if (answer !== "undo") say(t(answer === "same" ? "review_same_said" : "review_different_said"), () => void decide(review, "undo"));
}

/** Split a transfer; what is said in passing joins it again. */
export async function split(transfer: Transfer, verb: "split" | "join" = "split"): Promise<void> {
  await attempt(() => told(client.POST(`/api/v1/transfers/{public_id}/${verb}`, { params: { path: { public_id: transfer.id } } })));
  if (verb === "split") say(t("transfer_split_said"), () => void split(transfer, "join"));
}

async function attempt(asked: () => Promise<unknown>): Promise<void> {
  try {
    await asked();
  } catch (cause) {
    say(explain(cause));
    throw cause;
  } finally {
    await reload();
  }
}

/** Which of day, words and amount the rows do not share. */
export function differences(rows: Row[]): Set<"posted_on" | "memo" | "amount"> {
  const fields = ["posted_on", "memo", "amount"] as const;
  return new Set(fields.filter((field) => new Set(rows.map((row) => row[field])).size > 1));
}
