/** What waits for a yes or no: decided here, or on the telephone, whichever comes first. */
import { useRef } from "preact/hooks";
import { t } from "../../lib/i18n";
import { ProposalButtons } from "../assistant/proposal";
import { dayAndTime } from "./clock";
import { canRing } from "./live";
import { proposals, underWay, rings, type Waiting } from "./rings";
import type { Telephone } from "./wire";

export function WaitingCard({ said }: { said: Telephone }) {
  const rows = useShown();
  if (rows.length === 0) return null;
  return (
    <section class="card flex flex-col gap-4" aria-labelledby="tel-waiting">
      <h2 id="tel-waiting">{t("tel_waiting")}</h2>
      {rows.map((row) => (
        <div key={row.id} class="flex flex-col gap-2">
          <ProposalButtons proposal={{ id: row.id, text: row.text }} said="" live />
          {row.status === "proposed" && <p class="hint">{t("tel_waiting_until", { date: dayAndTime(row.expires_at) })}</p>}
        </div>
      ))}
      {said.available && !canRing(said) && <p class="hint">{t("tel_waiting_needs")}</p>}
    </section>
  );
}

/** What waits, and what waited when this page was opened: with the question as it was asked, and where it stands. */
function useShown(): Waiting[] {
  const asked = useRef(new Map<string, string>());
  for (const row of proposals.data.value ?? []) {
    const rung = rings.data.value?.some((ring) => ring.proposal === row.id && underWay(ring));
    if ((row.status === "proposed" || rung) && !asked.current.has(row.id)) asked.current.set(row.id, row.text);
  }
  return (proposals.data.value ?? []).filter((row) => asked.current.has(row.id)).map((row) => ({ ...row, text: asked.current.get(row.id) ?? "" }));
}
