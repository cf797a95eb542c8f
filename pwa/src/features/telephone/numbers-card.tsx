/** The person's numbers: added, shown to be theirs by a code that is read out on a ring, removed. */
import { useSignal } from "@preact/signals";
import { t } from "../../lib/i18n";
import { online } from "../../lib/online";
import { say } from "../../ui/notice";
import { Proof, useProof } from "../settings/proof";
import { CodeForm } from "./code-form";
import { onDay } from "./clock";
import { goTo } from "./about-card";
import { removeNumber } from "./live";
import { NumberForm } from "./number-form";
import type { PhoneNumber, Telephone } from "./wire";

export function NumbersCard({ said }: { said: Telephone }) {
  return (
    <section class="card flex flex-col gap-3" aria-labelledby="tel-numbers">
      <h2 id="tel-numbers" tabIndex={-1} class="scroll-mt-4">{t("tel_numbers")}</h2>
      <p class="hint">{t("tel_numbers_hint")}</p>
      {said.numbers.length === 0 && <p class="text-soft">{t("tel_numbers_none")}</p>}
      {said.numbers.length > 0 && <ul class="flex flex-col divide-y divide-line">{said.numbers.map((one) => <OneNumber key={one.id} one={one} available={said.available} />)}</ul>}
      {said.available && <NumberForm first={said.numbers.length === 0} allowed={said.countries} />}
    </section>
  );
}

function OneNumber({ one, available }: { one: PhoneNumber; available: boolean }) {
  return (
    <li class="flex flex-col gap-3 py-3">
      <div class="flex flex-wrap items-baseline justify-between gap-x-3">
        <span class="font-medium tabular-nums">{t("tel_ends", { ends: one.ends })}</span>
        {one.verified_at
          ? <span class="text-sm text-good">{t("tel_verified_on", { date: onDay(one.verified_at) })}</span>
          : <span class="text-sm text-warn">{t("tel_not_verified")}</span>}
      </div>
      {!one.verified_at && available && <CodeForm one={one} />}
      <Remove one={one} />
    </li>
  );
}

/** A number that is gone has to be verified anew, so it is asked about once more. */
function Remove({ one }: { one: PhoneNumber }) {
  const sure = useSignal(false);
  const proof = useProof();
  const ends = { ends: one.ends };
  if (!sure.value) return <button class="link min-h-8 self-start text-sm" disabled={!online.value} onClick={() => (sure.value = true)}>{t("remove")}<span class="sr-only"> ({t("tel_ends", ends)})</span></button>;
  const remove = async () => {
    await removeNumber(one.id);
    say(t("tel_removed"));
    goTo("tel-numbers"); // the button is gone
  };
  return (
    <div role="group" aria-label={t("tel_remove_sure", ends)} class="flex flex-col gap-2 rounded-lg border border-line p-3" onKeyDown={(event) => event.key === "Escape" && (sure.value = false)}>
      <p class="text-sm">{t("tel_remove_sure", ends)}</p>
      <div class="flex flex-wrap gap-2">
        <button ref={(button) => button?.focus()} class="button button-plain" onClick={() => (sure.value = false)}>{t("keep")}</button>
        <button class="button button-plain text-bad" onClick={() => proof.run(remove)}>{t("remove")}</button>
      </div>
      <Proof {...proof} />
    </div>
  );
}
