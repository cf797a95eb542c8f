/** Platforms side by side: what is left of the pay of each, by the job, the hour and the distance. */
import { useEffect } from "preact/hooks";
import { day, decimal, money, percent } from "../../lib/format";
import { language, t } from "../../lib/i18n";
import type { Words } from "../../lib/words/en";
import { Failed, Notice, Waiting } from "../../ui/notice";
import { Tabs } from "../../ui/tabs";
import { platforms, SPANS, span, type Compared, type Rate } from "./live";

const UNITS = ["per_job", "per_hour", "per_km", "per_mile"] as const;

export function PlatformsCard() {
  useEffect(() => void platforms.reload(), []);
  const { data, trouble } = platforms;
  const found = data.value;
  const pick = (one: string) => {
    span.value = one as (typeof SPANS)[number];
    void platforms.reload();
  };
  const retry = () => void platforms.reload();
  return (
    <section class="card flex flex-col gap-4" aria-labelledby="platforms">
      <div class="flex flex-wrap items-center justify-between gap-2">
        <h2 id="platforms">{t("work_platforms")}</h2>
        <Tabs label={t("period")} options={SPANS.map((one) => [one, t("work_days", { count: one })])} value={span.value} pick={pick} />
      </div>
      {trouble.value && <Failed trouble={trouble.value} retry={retry} />}
      {!found && !trouble.value && <Waiting tall />}
      {found?.platforms.length === 0 && <p class="text-soft">{t("work_no_platforms")}</p>}
      {found?.currency && found.total && found.platforms.length > 0 && <Figures all={found.platforms} total={found.total} currency={found.currency} />}
    </section>
  );
}

type Props = { all: Compared[]; total: Compared; currency: string };

function Figures({ all, total, currency }: Props) {
  return (
    <>
      <Total total={total} currency={currency} />
      <ul class="flex flex-col divide-y divide-line">{all.map((one) => <OnePlatform key={one.platform} one={one} most={all[0]?.net ?? "0"} currency={currency} />)}</ul>
      <Weekdays total={total} currency={currency} />
    </>
  );
}

function Total({ total, currency }: { total: Compared; currency: string }) {
  const locale = language.value;
  const { ratio, reason } = total.change;
  return (
    <div class="flex flex-col gap-1">
      <p><span class="figure">{money(total.net, currency, locale)}</span> <span class="hint">{t("work_net_all", { days: total.days_worked })}</span></p>
      <p class="hint">{ratio ? t(Number(ratio) < 0 ? "work_less" : "work_more", { share: percent(Math.abs(Number(ratio)), locale) }) : t(`work_change_${reason}` as keyof Words)}</p>
      {total.best_week && total.worst_week && (
        <p class="hint">{t("work_weeks", { best: money(total.best_week.net, currency, locale), best_on: day(total.best_week.starts_on, locale, "short"), worst: money(total.worst_week.net, currency, locale), worst_on: day(total.worst_week.starts_on, locale, "short") })}</p>
      )}
    </div>
  );
}

export const named = (platform: string) => (platform ? platform.replaceAll("_", " ").replace(/\b\w/g, (letter) => letter.toUpperCase()) : t("work_unnamed"));

function OnePlatform({ one, most, currency }: { one: Compared; most: string; currency: string }) {
  const locale = language.value;
  const width = Number(most) > 0 ? Math.max(0, (100 * Number(one.net)) / Number(most)) : 0;
  const parts = [[t("work_gross"), one.gross], [t("work_tips"), one.tip], [t("work_fees"), `-${one.fee}`]] as const;
  return (
    <li class="flex flex-col gap-2 py-3">
      <div class="flex items-baseline justify-between gap-3">
        <h3 class="min-w-0 font-medium break-words">{named(one.platform)}</h3>
        <span class="font-semibold tabular-nums">{money(one.net, currency, locale)}</span>
      </div>
      <div class="h-2 rounded bg-tint" aria-hidden="true"><div class="h-2 rounded bg-brand" style={{ width: `${width}%` }} /></div>
      <p class="hint">
        {parts.filter(([, amount]) => Number(amount) !== 0).map(([word, amount]) => `${word} ${money(amount, currency, locale)}`).join(" · ")}
        {one.fee_share && Number(one.fee) > 0 ? ` (${percent(one.fee_share, locale)})` : ""}
      </p>
      {one.fee_reason === "bank_tells_net" && <p class="hint">{t("work_bank_tells_net")}</p>}
      <Rates one={one} currency={currency} />
      {one.maybe_counted_twice && <Notice tone="warn">{t("work_counted_twice")} <a class="link" href="/statements">{t("statements")}</a></Notice>}
    </li>
  );
}

/** What is left by the job, the hour and the distance; where nothing of that is told, once and in one line. */
function Rates({ one, currency }: { one: Compared; currency: string }) {
  if (UNITS.every((unit) => one[unit].reason === "not_told")) return <p class="hint">{t("work_rates_not_told")}</p>;
  return (
    <dl class="grid grid-cols-2 gap-x-4 gap-y-1 text-sm sm:grid-cols-4">
      {UNITS.map((unit) => <OneRate key={unit} word={t(`work_${unit}`)} rate={one[unit]} currency={currency} />)}
    </dl>
  );
}

function OneRate({ word, rate, currency }: { word: string; rate: Rate; currency: string }) {
  const locale = language.value;
  const part = rate.covered && Number(rate.covered) < 0.995 ? t("work_covered", { share: percent(rate.covered, locale) }) : "";
  return (
    <div>
      <dt class="text-soft">{word}</dt>
      <dd class="tabular-nums">
        {rate.amount ? money(rate.amount, currency, locale) : <span class="text-soft">{t(`work_rate_${rate.reason}` as keyof Words)}</span>}
        {part && <span class="hint block">{part}</span>}
      </dd>
    </div>
  );
}

function Weekdays({ total, currency }: { total: Compared; currency: string }) {
  const locale = language.value;
  const name = new Intl.DateTimeFormat(locale, { weekday: "long", timeZone: "UTC" });
  const worked = total.weekdays.filter((one) => one.days_worked > 0);
  const most = Math.max(...worked.map((one) => Number(one.per_day)), 0);
  return (
    <div class="flex flex-col gap-2">
      <h3 class="font-medium">{t("work_weekdays")}</h3>
      <ul class="flex flex-col gap-1 text-sm">
        {worked.map((one) => (
          <li key={one.weekday} class="flex flex-col gap-1 py-1">
            <span class="flex flex-wrap justify-between gap-x-3">
              <span>{name.format(new Date(Date.UTC(2024, 0, one.weekday)))}</span>
              <span class="tabular-nums">{t("work_a_day", { amount: money(one.per_day ?? "0", currency, locale) })} <span class="hint">· {t(one.days_worked === 1 ? "work_one_day" : "work_days", { count: decimal(one.days_worked, locale, 0) })}</span></span>
            </span>
            <span class="h-2 rounded bg-tint" aria-hidden="true"><span class="block h-2 rounded bg-brand" style={{ width: `${most > 0 ? Math.max(0, (100 * Number(one.per_day)) / most) : 0}%` }} /></span>
          </li>
        ))}
      </ul>
    </div>
  );
}
