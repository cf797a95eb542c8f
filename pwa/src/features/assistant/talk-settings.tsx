/** In which language, how fast, and when aloud: remembered on this device. */
import { t } from "../../lib/i18n";
import { Choice } from "../../ui/form";
import { Tabs } from "../../ui/tabs";
import { spokenLanguage } from "./conversation";
import { ALOUD, habits, keep, RATES, type Aloud } from "./memory";
import { learnAbilities, mute } from "./voice";
import type { Language } from "./wire";

const LANGUAGES = [["en", "English"], ["es", "Español"], ["hi", "हिन्दी"], ["te", "తెలుగు"]] as const;

export function TalkSettings() {
  const speakIn = (one: string) => {
    keep({ language: one as Language });
    mute.value = null;
    void learnAbilities(); // what is recognised on the device differs by language
  };
  return (
    <details id="talk-settings" class="card w-full scroll-mt-4">
      <summary class="min-h-8 cursor-pointer content-center font-medium">{t("talk_settings")}</summary>
      <div class="mt-3 grid grid-cols-1 gap-4">
        <Choice label={t("talk_language")} name="talk_language" options={LANGUAGES} value={spokenLanguage.value} onPick={speakIn} />
        <div class="flex flex-col gap-1">
          <span class="text-sm font-medium" aria-hidden="true">{t("talk_aloud")}</span>
          <div class="max-w-full overflow-x-auto"><Tabs label={t("talk_aloud")} options={ALOUD.map((one) => [one, t(`talk_aloud_${one}`)])} value={habits.value.aloud} pick={(one) => keep({ aloud: one as Aloud })} /></div>
        </div>
        <Choice label={t("talk_rate")} name="talk_rate" options={RATES.map((one) => [String(one), `${one} ×`] as const)} value={String(habits.value.rate)} onPick={(one) => keep({ rate: Number(one) })} />
      </div>
    </details>
  );
}
