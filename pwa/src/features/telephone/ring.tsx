/** A decision asked for by telephone: asked for by one tap, and how the ring goes, told as it goes. */
import { useSignal } from "@preact/signals";
import { t } from "../../lib/i18n";
import { online } from "../../lib/online";
import type { Words } from "../../lib/words/en";
import { Spinner } from "../../ui/form";
import { Notice } from "../../ui/notice";
import { atTime, dayAndTime } from "./clock";
import { idle, ringMe, ringOf, rings, underWay, type About } from "./rings";
import { saidOf, whyNot } from "./troubles";
import type { Ring } from "./wire";

type Tone = "good" | "warn" | "plain";
const TONES: Partial<Record<Ring["outcome"], Tone>> = { approved: "good", declined: "good", no_answer: "warn", machine: "warn", undecided: "warn", expired: "warn", refused: "warn", failed: "warn" };

/** `open`: whether it still can be decided. */
export function RingMe({ about, open }: { about: About; open: boolean }) {
  const busy = useSignal(false);
  const fault = useSignal("");
  const ring = ringOf(about);
  const going = underWay(ring);
  const ask = async () => {
    if (busy.value) return;
    busy.value = true;
    fault.value = "";
    await ringMe(about).catch((cause: unknown) => (fault.value = saidOf(cause)));
    busy.value = false;
  };
  return (
    <div class="flex flex-col items-start gap-2">
      <div aria-live="polite" class="w-full">{ring && <HowItGoes ring={ring} />}</div>
      {going && rings.trouble.value && <p class="hint">{t("tel_ring_unseen")}</p>}
      {fault.value && <Notice tone="bad">{fault.value}</Notice>}
      {open && !going && (
        <button class="button button-plain" aria-busy={busy.value} disabled={busy.value || !online.value} onClick={() => void ask()}>
          {busy.value && <Spinner />}{t(ring ? "tel_ring_me_again" : "tel_ring_me")}
        </button>
      )}
    </div>
  );
}

function HowItGoes({ ring }: { ring: Ring }) {
  return (
    <div class={`flex items-center gap-3 border-s-4 ps-3 py-1 text-sm ${{ good: "border-good text-good", warn: "border-warn text-warn", plain: "border-brand" }[TONES[ring.outcome] ?? "plain"]}`}>
      {underWay(ring) && <Spinner />}
      <span>{wordsOf(ring)}</span>
    </div>
  );
}

/** Why a ring that is due was not answered the last time. */
const RINGS_AGAIN = ["no_answer", "busy"];

const words = (key: string): string => t(key as keyof Words);

export function wordsOf(ring: Ring): string {
  if (ring.reason === "elsewhere" || idle(ring)) return t("tel_ring_elsewhere");
  if (ring.outcome === "due" && Date.parse(ring.due_at) - Date.now() > 60_000) {
    const sameDay = dayAndTime(ring.due_at).slice(0, 6) === dayAndTime(new Date().toISOString()).slice(0, 6);
    return t(RINGS_AGAIN.includes(ring.reason) ? "tel_ring_retry" : "tel_ring_later", { date: sameDay ? atTime(ring.due_at) : dayAndTime(ring.due_at) });
  }
  if (ring.outcome === "placed") return t(ring.call_status === "in-progress" ? "tel_ring_talks" : "tel_ring_rings");
  if (ring.outcome === "refused" || ring.outcome === "failed") return whyNot(ring.reason) || t(`tel_ring_${ring.outcome}`);
  return words(`tel_ring_${ring.outcome}`);
}
