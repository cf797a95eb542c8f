/** A piece of advice, decided on a call: for whoever has agreed to be rung for decisions. */
import { useEffect } from "preact/hooks";
import { canRing, telephone } from "./live";
import { RingMe } from "./ring";
import { ringOf, underWay, watch } from "./rings";

/** `decided` is called when a ring about it has ended. */
export function RingAdvice({ id, decided }: { id: string; decided: () => void }) {
  const about = { recommendation: id };
  const going = underWay(ringOf(about));
  const ended = ringOf(about)?.ended_at ?? null;
  useEffect(() => (going ? watch() : undefined), [going]);
  useEffect(() => {
    if (ended) decided();
  }, [ended]);
  return canRing(telephone.data.value) ? <RingMe about={about} open /> : null;
}
