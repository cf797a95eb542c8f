/** Being rung: what was agreed to, word for word, given and taken back by one tap; and when and how. */
import { useSignal } from "@preact/signals";
import { language, t } from "../../lib/i18n";
import { online } from "../../lib/online";
import { Notice, say } from "../../ui/notice";
import { Switch } from "../../ui/switch";
import { dayAndTime } from "./clock";
import { consent, takeBack, telephone, verified } from "./live";
import { SettingsForm } from "./settings-form";
import { saidOf } from "./troubles";
import type { Purpose, Telephone } from "./wire";

const PURPOSES: readonly Purpose[] = ["approvals", "briefings"];

export function RungCard({ said }: { said: Telephone }) {
  return (
    <section class="card flex flex-col gap-4" aria-labelledby="tel-rung">
      <h2 id="tel-rung" tabIndex={-1} class="scroll-mt-4">{t("tel_rung")}</h2>
      <p class="hint">{t("tel_rung_hint")}</p>
      {said.available && verified(said).length === 0 && <Notice>{t("tel_rung_needs_number")}</Notice>}
      {PURPOSES.map((purpose) => <OneConsent key={purpose} purpose={purpose} said={said} />)}
      {said.available && verified(said).length > 0 && <SettingsForm said={said} />}
    </section>
  );
}

function OneConsent({ purpose, said }: { purpose: Purpose; said: Telephone }) {
  const busy = useSignal(false);
  const given = said.consents.find((one) => one.purpose === purpose);
  const offer = said.offers[purpose];
  const words = given ?? offer;
  if (!words) return null;
  const flip = async () => {
    if (busy.value) return;
    busy.value = true;
    await (given ? takeBack(purpose) : consent(purpose, offer?.wording_version ?? "")).catch((cause: unknown) => {
      say(saidOf(cause));
      return telephone.reload(); // the words may have changed meanwhile
    });
    busy.value = false;
  };
  const may = given !== undefined || (said.available && verified(said).length > 0);
  return (
    <div class="flex flex-col gap-2 border-t border-line pt-3">
      <Switch on={given !== undefined} flip={() => void flip()} disabled={!may || !online.value} hint={`tel-${purpose}`}><span class="font-medium">{t(`tel_consent_${purpose}`)}</span></Switch>
      <blockquote id={`tel-${purpose}`} lang={given ? undefined : language.value} class="border-s-4 border-line ps-3 text-sm">{words.wording}</blockquote>
      <p class="hint">{given ? t("tel_given_since", { date: dayAndTime(given.given_at) }) : t("tel_not_given")}</p>
    </div>
  );
}
