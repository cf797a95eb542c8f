/** Can I afford this? An amount and a day in; the chance with and without it, and the first safe day out. */
import { useSignal } from "@preact/signals";
import { client, told, type Schema } from "../../api/client";
import { asked } from "../../lib/currency";
import { day, money, percent } from "../../lib/format";
import { language, t } from "../../lib/i18n";
import { Field, Form, useSubmission } from "../../ui/form";
import { Notice } from "../../ui/notice";
import { forecasts } from "./live";

type Judgement = Schema["Affordability"];

export function AffordCard() {
  const judged = useSignal<Judgement | null>(null);
  const submission = useSubmission(async (form) => {
    judged.value = null;
    const on = String(form.get("on") ?? "");
    const query = { amount: String(form.get("amount") ?? "").trim(), ...asked(), ...(on ? { on } : {}) };
    judged.value = await told(client.GET("/api/v1/affordability", { params: { query } }));
  });
  const forecast = forecasts.weekly.data.value;
  if (!forecast || forecast.balance === null) return null;
  const trouble = submission.trouble.value;
  return (
    <section class="card flex flex-col gap-4" aria-labelledby="afford">
      <h2 id="afford">{t("afford")}</h2>
      <Form submission={submission} button={t("afford_ask")} plain>
        <div class="grid grid-cols-[repeat(auto-fit,minmax(min(100%,9.75rem),1fr))] gap-3">
          <Field label={`${t("fact_amount")} (${forecast.currency})`} name="amount" required inputMode="decimal" trouble={trouble} />
          <Field label={t("afford_on")} name="on" type="date" hint={t("afford_today")} trouble={trouble} />
        </div>
      </Form>
      <div aria-live="polite">{judged.value && <Answer judged={judged.value} />}</div>
    </section>
  );
}

function Answer({ judged }: { judged: Judgement }) {
  const locale = language.value;
  const amount = money(judged.amount, judged.currency, locale);
  const chances = { with: percent(judged.probability_with, locale), without: percent(judged.probability_without, locale), until: day(judged.until, locale) };
  const later = judged.earliest_on ? t("afford_from", { date: day(judged.earliest_on, locale) }) : t("afford_never", { date: day(judged.last_on, locale) });
  return (
    <div class="flex flex-col gap-2">
      <Notice tone={judged.affordable ? "good" : "warn"}>{t(judged.affordable ? "afford_yes" : "afford_no", { amount, date: day(judged.on, locale) })}</Notice>
      <p class="text-sm">{t("afford_chances", chances)}</p>
      {!judged.affordable && <p class="text-sm font-medium">{later}</p>}
      <p class="hint">{t("afford_made_of", { lowest: money(judged.lowest_stressed_balance, judged.currency, locale), buffer: money(judged.buffer, judged.currency, locale) })}</p>
    </div>
  );
}
