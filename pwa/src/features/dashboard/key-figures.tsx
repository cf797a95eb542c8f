/** The four figures people look for first, all read from the weekly forecast. */
import { day, money, percent } from "../../lib/format";
import { language, t } from "../../lib/i18n";
import { forecasts, isOld, type Forecast } from "./live";

const SPEND_WEEKS = 4;

export function KeyFigures() {
  const forecast = forecasts.weekly.data.value;
  if (!forecast) return null;
  if (forecast.balance === null) return null; // the forecast card says what is missing
  return (
    <section class="grid grid-cols-[repeat(auto-fit,minmax(min(100%,9.5rem),1fr))] gap-3 sm:grid-cols-2 xl:grid-cols-4" aria-label={t("key_figures")}>
      <Safe forecast={forecast} />
      <Chance forecast={forecast} />
      <Lowest forecast={forecast} />
      <SafeDays forecast={forecast} />
    </section>
  );
}

/** An amount too wide for its place breaks between currency and figure, never within. */
function Figure({ name, value, hint, tone = "" }: { name: string; value: string; hint: string; tone?: string }) {
  return (
    <div class="card flex flex-col gap-1 p-3 sm:p-3">
      <span class="text-sm font-medium">{name}</span>
      <strong class={`figure text-lg break-words sm:text-xl ${tone}`}>{value.replaceAll("\u00a0", " ")}</strong>
      <span class="hint">{hint}</span>
    </div>
  );
}

function Safe({ forecast }: { forecast: Forecast }) {
  if (forecast.safe_to_spend === null) return null;
  return <Figure name={t("safe_to_spend")} value={money(forecast.safe_to_spend, forecast.currency, language.value)} hint={safeHint(forecast)} />;
}

/** From which day it holds; and that money held for goals and taxes is taken off. */
function safeHint(forecast: Forecast): string {
  const { held_for_goals: goals, held_for_taxes: taxes, currency } = forecast;
  const when = isOld(forecast) ? t("safe_to_spend_hint_old", { date: day(forecast.as_of, language.value) }) : t("safe_to_spend_hint");
  const held = [["held_for_goals", goals], ["held_for_taxes", taxes]] as const;
  const told = held.filter(([, amount]) => Number(amount) > 0).map(([word, amount]) => t(word, { amount: money(amount, currency, language.value) }));
  return [when, ...told].join(" · ");
}

function Chance({ forecast }: { forecast: Forecast }) {
  const chance = forecast.shortfall_probability?.[SPEND_WEEKS - 1];
  if (chance === undefined) return null;
  const tone = chance >= 0.3 ? "text-bad" : chance >= 0.1 ? "text-warn" : "text-good";
  return <Figure name={t("shortfall")} value={percent(chance, language.value)} hint={t("shortfall_hint")} tone={tone} />;
}

function Lowest({ forecast }: { forecast: Forecast }) {
  const point = forecast.lowest_point;
  if (!point) return null;
  const locale = language.value;
  const bad = forecast.stressed_lowest_point;
  const hint = bad ? t("stressed_lowest", { amount: money(bad.amount, forecast.currency, locale), date: day(bad.on, locale, "short") }) : "";
  return <Figure name={t("lowest_expected", { date: day(point.on, locale, "short") })} value={money(point.amount, forecast.currency, locale)} hint={hint} />;
}

function SafeDays({ forecast }: { forecast: Forecast }) {
  const value = forecast.safe_days === null ? t("safe_days_all") : String(forecast.safe_days);
  return <Figure name={t("safe_days")} value={value} hint={t("safe_days_hint")} />;
}
