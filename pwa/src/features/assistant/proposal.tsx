/** An action that waits for a yes: it is done only when the person says so, here or on the telephone, and once. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { online } from "../../lib/online";
import { t } from "../../lib/i18n";
import { explain } from "../../lib/trouble";
import { Spinner } from "../../ui/form";
import { Notice } from "../../ui/notice";
import { canRing, telephone, verified } from "../telephone/live";
import { RingMe } from "../telephone/ring";
import { look, proposalOf, ringOf, watch } from "../telephone/rings";
import { goOn } from "./focus";
import { decide, outcomeOf, type Outcome } from "./proposals";
import type { Proposal } from "./wire";

/** `said`: the answer above, which may be the question already. */
export function ProposalButtons({ proposal, said, live }: { proposal: Proposal; said: string; live: boolean }) {
  const busy = useSignal(false);
  const chosen = useSignal<Outcome | null>(null);
  const fault = useSignal("");
  const known = proposalOf(proposal.id);
  const outcome = chosen.value ?? (known ? outcomeOf(known) : null);
  const open = live && outcome === null;
  const rung = canRing(telephone.data.value) && known?.kind !== "call_me";
  useEffect(() => {
    if (live && !telephone.data.value) void telephone.reload();
  }, [live]);
  const follow = live && telephone.data.value !== null && telephone.data.value.available && verified(telephone.data.value).length > 0;
  useEffect(() => (follow ? watch() : undefined), [follow]);
  const choose = async (event: MouseEvent, yes: boolean) => {
    if (busy.value) return;
    busy.value = true;
    fault.value = "";
    try {
      chosen.value = await decide(proposal, yes);
      goOn(event); // the buttons are gone
      if (follow) void look();
    } catch (cause) {
      fault.value = explain(cause);
    }
    busy.value = false;
  };
  const ring = (open && rung) || ringOf({ proposal: proposal.id }) !== undefined;
  // Passed over, or decided in words: what follows in the conversation says so.
  if (!open && !outcome && !fault.value && !ring) return null;
  return (
    <div role="group" class="flex max-w-full flex-col gap-3 rounded-xl border border-brand p-4" aria-label={open ? `${t("ask_proposal")}: ${proposal.text}` : proposal.text}>
      {proposal.text !== said && <p class="font-medium">{proposal.text}</p>}
      {fault.value && <Notice tone="bad">{fault.value}</Notice>}
      {outcome && <Notice tone={outcome.well ? "good" : "warn"}>{outcome.text}</Notice>}
      {open && (
        <div class="flex flex-wrap gap-2">
          <button class="button button-main" aria-busy={busy.value} disabled={busy.value || !online.value} onClick={(event) => void choose(event, true)}>{busy.value && <Spinner />}{t("ask_confirm")}</button>
          <button class="button button-plain" disabled={busy.value || !online.value} onClick={(event) => void choose(event, false)}>{t("ask_not_now")}</button>
        </div>
      )}
      {ring && <RingMe about={{ proposal: proposal.id }} open={open && rung} />}
    </div>
  );
}
