/** An action that waits for a yes: it is done only when the person says so, and once. */
import { useSignal } from "@preact/signals";
import { online } from "../../lib/online";
import { t } from "../../lib/i18n";
import { explain } from "../../lib/trouble";
import { Spinner } from "../../ui/form";
import { Notice } from "../../ui/notice";
import { decide, type Outcome } from "./proposals";
import type { Proposal } from "./wire";

/** `said`: the answer above, which may be the question already. */
export function ProposalButtons({ proposal, said, live }: { proposal: Proposal; said: string; live: boolean }) {
  const busy = useSignal(false);
  const outcome = useSignal<Outcome | null>(null);
  const fault = useSignal("");
  const choose = async (yes: boolean) => {
    if (busy.value) return;
    busy.value = true;
    fault.value = "";
    try {
      const { text, well } = await decide(proposal, yes);
      outcome.value = { text: text || t(!well ? "ask_proposal_over" : yes ? "ask_done" : "ask_declined"), well };
    } catch (cause) {
      fault.value = explain(cause);
    }
    busy.value = false;
  };
  return (
    <section class="flex max-w-full flex-col gap-3 rounded-xl border border-brand p-4" aria-label={t("ask_proposal")}>
      {proposal.text !== said && <p class="font-medium">{proposal.text}</p>}
      {fault.value && <Notice tone="bad">{fault.value}</Notice>}
      {outcome.value && <Notice tone={outcome.value.well ? "good" : "warn"}>{outcome.value.text}</Notice>}
      {!outcome.value && live && (
        <div class="flex flex-wrap gap-2">
          <button class="button button-main" aria-busy={busy.value} disabled={busy.value || !online.value} onClick={() => void choose(true)}>{busy.value && <Spinner />}{t("ask_confirm")}</button>
          <button class="button button-plain" disabled={busy.value || !online.value} onClick={() => void choose(false)}>{t("ask_not_now")}</button>
        </div>
      )}
    </section>
  );
}
