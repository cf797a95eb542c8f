/** Taxes: what to set aside, when what is due, the estimate line by line, and the settings it rests on. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { day, money } from "../../lib/format";
import { language, t } from "../../lib/i18n";
import type { Words } from "../../lib/words/en";
import { Failed, Notice, Waiting } from "../../ui/notice";
import { Tabs } from "../../ui/tabs";
import { tax, type Tax } from "./live";
import { named } from "./platforms-card";
import { TaxForm } from "./tax-form";

export function TaxRoom() {
  const retry = () => void tax.reload();
  useEffect(retry, []);
  const { data, trouble } = tax;
  const found = data.value;
  return (
    <div class="grid gap-4 lg:grid-cols-2 lg:items-start">
      <div class="flex min-w-0 flex-col gap-4">
        {trouble.value && <Failed trouble={trouble.value} retry={retry} />}
        {!found && !trouble.value && <Waiting tall />}
        {found && <SetAsideCard found={found} />}
        {found && found.method !== "" && <DuesCard found={found} />}
        {found && <TaxForm key={JSON.stringify(found.profile)} found={found} />}
      </div>
      <div class="flex min-w-0 flex-col gap-4">
        {found?.estimate && <WorkingCard found={found} />}
        {found && found.deposits.length > 0 && <DepositsCard found={found} />}
      </div>
    </div>
  );
}

const amount = (found: Tax, text: string) => money(text, found.currency, language.value);

function SetAsideCard({ found }: { found: Tax }) {
  const aside = found.set_aside;
  const locale = language.value;
  return (
    <section class="card flex flex-col gap-3" aria-labelledby="set-aside">
      <h2 id="set-aside">{t("work_set_aside")}</h2>
      {!aside && <Notice>{t(`work_tax_${found.reason}` as keyof Words, { year: found.latest_known })}</Notice>}
      {aside && (
        <>
          <p><span class="figure">{amount(found, aside.missing)}</span> <span class="hint">{t("work_still_to_set_aside")}</span></p>
          <p>{t("work_share_of_pay", { share: new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 }).format(Number(aside.share)) })}</p>
          <p class="hint">
            {t("work_needed", { needed: amount(found, aside.needed), net: amount(found, aside.net_earnings), date: found.as_of ? day(found.as_of, locale) : "" })}
            {" "}{t("work_paid", { paid: amount(found, aside.paid) })}
            {aside.kept ? ` ${t("work_kept", { kept: amount(found, aside.kept) })}` : ""}
          </p>
          <p class="hint">{found.method === "table" ? t("work_by_table", { year: found.year }) : t("work_by_own")}</p>
        </>
      )}
    </section>
  );
}

function DuesCard({ found }: { found: Tax }) {
  const locale = language.value;
  return (
    <section class="card flex flex-col gap-3" aria-labelledby="dues">
      <h2 id="dues">{t("work_dues")}</h2>
      {found.dues.length === 0 && <p class="text-soft">{t(found.year ? "work_no_dues" : "work_no_dates")}</p>}
      <ul class="flex flex-col divide-y divide-line">
        {found.dues.map((one) => (
          <li key={one.due_on} class="flex items-baseline justify-between gap-3 py-2">
            <span class="min-w-0">
              <span class="block">{day(one.due_on, locale)}</span>
              <span class="hint">{t("work_of_total", { total: amount(found, one.total) })}, {t(`work_method_${one.method}` as keyof Words)}{one.known_through < one.through ? ` · ${t("work_preview", { date: day(one.known_through, locale) })}` : ""}</span>
            </span>
            <span class="shrink-0 font-semibold tabular-nums">{amount(found, one.amount)}</span>
          </li>
        ))}
      </ul>
      {found.dues_sources.map((one) => <p key={one.source} class="hint">{t("work_source", { source: one.source, date: day(one.checked_on, locale) })}</p>)}
    </section>
  );
}

function WorkingCard({ found }: { found: Tax }) {
  const basis = useSignal("estimate");
  const shown = basis.value === "estimate" ? found.estimate : found.to_date;
  return (
    <section class="card flex flex-col gap-3" aria-labelledby="working">
      <div class="flex flex-wrap items-center justify-between gap-2">
        <h2 id="working">{t("work_working")}</h2>
        <Tabs label={t("work_working")} options={[["estimate", t("work_whole_year")], ["to_date", t("work_to_date")]]} value={basis.value} pick={(one) => (basis.value = one)} />
      </div>
      <p class="hint">{t(basis.value === "estimate" ? "work_whole_year_hint" : "work_to_date_hint")}</p>
      <ul class="flex flex-col divide-y divide-line">
        {shown?.lines.map((line) => (
          <li key={line.code} class="flex items-baseline justify-between gap-3 py-2">
            <span class="min-w-0">
              <span class={line.result ? "font-semibold" : ""}>{line.label}</span>
              <span class="hint block">{line.how}</span>
            </span>
            <span class={`shrink-0 tabular-nums ${line.result ? "font-semibold" : ""}`}>{amount(found, line.amount)}</span>
          </li>
        ))}
      </ul>
      {found.not_counted.length > 0 && <p class="hint">{t("work_not_counted", { what: found.not_counted.map((one) => t(`work_not_${one}` as keyof Words)).join(", ") })}</p>}
      <details class="text-sm">
        <summary class="cursor-pointer text-soft">{t("work_sources")}</summary>
        <dl class="mt-1 flex flex-col gap-1">
          {shown?.lines.filter((line) => line.source).map((line) => <div key={line.code}><dt class="inline">{line.label}: </dt><dd class="hint inline">{line.source}</dd></div>)}
        </dl>
      </details>
      <p class="hint">{t("work_no_advice")}</p>
    </section>
  );
}

function DepositsCard({ found }: { found: Tax }) {
  const shown = useSignal(10);
  return (
    <section class="card flex flex-col gap-3" aria-labelledby="deposits">
      <h2 id="deposits">{t("work_deposits")}</h2>
      <ul class="flex flex-col divide-y divide-line">
        {found.deposits.slice(0, shown.value).map((one) => (
          <li key={`${one.on} ${one.platform}`} class="flex items-baseline justify-between gap-3 py-2">
            <span class="min-w-0"><span class="block break-words">{named(one.platform)}</span><span class="hint">{day(one.on, language.value)} · {amount(found, one.net)}</span></span>
            <span class="shrink-0 tabular-nums">{amount(found, one.set_aside)}</span>
          </li>
        ))}
      </ul>
      {found.deposits.length > shown.value && <button class="link self-start text-sm" onClick={() => (shown.value += 25)}>{t("show_more")}</button>}
    </section>
  );
}

