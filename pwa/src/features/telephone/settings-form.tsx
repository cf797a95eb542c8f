/** When somebody is rung, on which number, and what needs their PIN. */
import { useSignal } from "@preact/signals";
import { language, t } from "../../lib/i18n";
import { me } from "../../lib/session";
import { Choice, Field, Form, useSubmission } from "../../ui/form";
import { say } from "../../ui/notice";
import { amount } from "../settings/profile-card";
import { weekdays } from "./clock";
import { changeSettings, verified } from "./live";
import { worded } from "./troubles";
import type { Telephone } from "./wire";

const EARLIEST = "08:00";
const LATEST = "21:00";

export function SettingsForm({ said }: { said: Telephone }) {
  const { settings } = said;
  const typed = useSignal<Record<string, string>>({}); // kept over a refusal, until it is saved
  const submission = useSubmission(async (form) => {
    const text = (name: string) => String(form.get(name) ?? "").trim();
    await changeSettings({
      earliest: text("earliest"),
      latest: text("latest"),
      pin_above: amount(text("pin_above")) || null,
      number: text("number") || null,
      briefing_weekday: Number(text("briefing_weekday")),
      briefing_at: text("briefing_at"),
    }).catch((cause: unknown) => {
      throw worded(cause);
    });
    typed.value = {};
    say(t("saved"));
  });
  const trouble = submission.trouble.value;
  const { time_zone, home_currency } = me.value ?? { time_zone: "", home_currency: "" };
  const briefed = said.consents.some((one) => one.purpose === "briefings");
  const numbers = verified(said).map((one) => [one.id, t("tel_ends", { ends: one.ends })] as const);
  const hour = (name: "earliest" | "latest" | "briefing_at") => typed.value[name] ?? (settings[name] ?? "").slice(0, 5);
  const keep = (event: Event) => {
    const { name, value } = event.target as HTMLInputElement | HTMLSelectElement;
    typed.value = { ...typed.value, [name]: value };
  };
  return (
    <div class="border-t border-line pt-3" onInput={keep}>
      <Form submission={submission} button={t("save")} plain>
        <fieldset class="grid gap-4 sm:grid-cols-2">
          <legend class="mb-1 text-sm font-medium">{t("tel_hours")}</legend>
          <Field label={t("tel_earliest")} name="earliest" type="time" required min={EARLIEST} max={LATEST} value={hour("earliest")} trouble={trouble} />
          <Field label={t("tel_latest")} name="latest" type="time" required min={EARLIEST} max={LATEST} value={hour("latest")} trouble={trouble} />
        </fieldset>
        <p class="hint">{t("tel_hours_hint", { zone: time_zone.replaceAll("_", " ") })}</p>
        <div class="grid gap-4 sm:grid-cols-2">
          <Field label={t("tel_pin_above", { currency: home_currency })} name="pin_above" inputMode="decimal" value={typed.value["pin_above"] ?? settings.pin_above ?? ""} hint={t("tel_pin_above_hint")} trouble={trouble} />
          <Choice label={t("tel_which_number")} name="number" options={numbers} value={typed.value["number"] ?? settings.number ?? numbers[0]?.[0] ?? ""} />
        </div>
        <fieldset class="grid gap-4 sm:grid-cols-2">
          <legend class="mb-1 text-sm font-medium">{t("tel_briefing")}</legend>
          <Choice label={t("tel_briefing_weekday")} name="briefing_weekday" options={weekdays(language.value)} value={typed.value["briefing_weekday"] ?? String(settings.briefing_weekday ?? 1)} />
          <Field label={t("tel_briefing_at")} name="briefing_at" type="time" required min={EARLIEST} max={LATEST} value={hour("briefing_at")} hint={briefed ? "" : t("tel_briefing_not")} trouble={trouble} />
        </fieldset>
      </Form>
    </div>
  );
}
