/** An action that waits for a yes: it is done only when the person says so, and once. */
import { useSignal } from "@preact/signals";
import { online } from "../../lib/online";
import { t } from "../../lib/i18n";
import { explain } from "../../lib/trouble";
import { Spinner } from "../../ui/form";
import { Notice } from "../../ui/notice";
import { decide } from "./proposals";
import type { Proposal } from "./wire";

export function ProposalButtons({ proposal, live }: { proposal: Proposal; live: boolean }) {
  const busy = useSignal(false);
  const outcome = useSignal("");
  const fault = useSignal("");
  const choose = async (yes: boolean) => {
    if (busy.value) return;
    busy.value = true;
    fault.value = "";
    try {
      outcome.value = (await decide(proposal, yes)) || t(yes ? "ask_done" : "ask_declined");
    } catch (cause) {
      fault.value = explain(cause);
    }
    busy.value = false;
  };
  return (
    <section class="flex w-full flex-col gap-3 rounded-xl border border-brand p-4" aria-label={t("ask_proposal")}>
      <p class="font-medium">{proposal.text}</p>
      {fault.value && <Notice tone="bad">{fault.value}</Notice>}
      {outcome.value && <Notice tone="good">{outcome.value}</Notice>}
      {!outcome.value && live && (
        <div class="flex flex-wrap gap-2">
          <button class="button button-main" aria-busy={busy.value} disabled={busy.value || !online.value} onClick={() => void choose(true)}>{busy.value && <Spinner />}{t("ask_confirm")}</button>
          <button class="button button-plain" disabled={busy.value || !online.value} onClick={() => void choose(false)}>{t("ask_not_now")}</button>
        </div>
      )}
    </section>
  );
}
