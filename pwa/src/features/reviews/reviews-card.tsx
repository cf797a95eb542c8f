/** Questions that only the person can answer, one below the other, each with its rows and two answers. */
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { Schema } from "../../api/client";
import { t } from "../../lib/i18n";
import type { Words } from "../../lib/words/en";
import { Failed } from "../../ui/notice";
import { decide, reviews, type Answer, type Review } from "./live";
import { SideBySide } from "./rows";

type Accounts = Schema["Account"][] | null;
const BETWEEN = new Set(["possible_transfer", "payout_group", "payout_fee"]);

export function ReviewsCard({ accounts, changed }: { accounts: Accounts; changed: () => void }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const found = reviews.data.value;
  if (reviews.trouble.value) return <Failed trouble={reviews.trouble.value} retry={() => void reviews.reload()} />;
  if (!found?.results.length) return null;
  // The answered question goes away with its buttons: without this, the keyboard would start from the top again.
  const answered = () => (heading.current?.focus(), changed());
  return (
    <section class="card flex flex-col gap-4 lg:col-span-2" aria-labelledby="reviews">
      <h2 id="reviews" ref={heading} tabIndex={-1}>{t("reviews", { count: `${found.results.length}${found.next ? "+" : ""}` })}</h2>
      <p class="hint">{t("reviews_hint")}</p>
      {found.results.map((review) => <Question key={review.id} review={review} accounts={accounts} answered={answered} />)}
    </section>
  );
}

function Question({ review, accounts, answered }: { review: Review; accounts: Accounts; answered: () => void }) {
  const busy = useSignal(false);
  const pick = async (answer: Answer) => {
    busy.value = true;
    await decide(review, answer).then(answered, () => {});
    busy.value = false;
  };
  const between = BETWEEN.has(review.kind);
  const words: [Answer, keyof Words][] = [["same", between ? "review_one_transfer" : "review_same"], ["different", between ? "review_no_transfer" : "review_different"]];
  return (
    <article class="flex flex-col gap-3 border-t border-line pt-3" aria-labelledby={`review-${review.id}`}>
      <h3 id={`review-${review.id}`} class="font-semibold">{t(`review_${review.kind}` as keyof Words)}</h3>
      <SideBySide rows={review.transactions} accounts={accounts} marked={!between} />
      <p class="hint">{t(review.joined ? "review_joined" : "review_apart")}</p>
      <div class="flex flex-wrap gap-2" role="group" aria-labelledby={`review-${review.id}`}>
        {words.map(([answer, word]) => (
          <button key={answer} class="button button-plain" disabled={busy.value} onClick={() => void pick(answer)}>{t(word)}</button>
        ))}
      </div>
    </article>
  );
}
