/** The forecast: the fan with its lowest point, or the table that says the same. */
import { signal, useComputed, useSignal, type Signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { age, day, money, percent } from "../../lib/format";
import { language, t } from "../../lib/i18n";
import { Failed, Notice, Waiting } from "../../ui/notice";
import { Tabs } from "../../ui/tabs";
import { balanceFan, netFan, rows } from "./fan";
import { computing, forecasts, isOld, type Forecast, type Period } from "./live";

/** The chart and its library come when a forecast is there to be drawn. */
const chart = signal<typeof import("./fan-chart").FanChart | null>(null);
const loadChart = () => void import("./fan-chart").then((loaded) => (chart.value = loaded.FanChart));
const period = signal<Period>("weekly");

export function ForecastCard() {
  const one = forecasts[period.value];
  const forecast = one.data.value;
  const trouble = one.trouble.value;
  return (
    <section class="card flex flex-col gap-3" aria-labelledby="forecast">
      <div class="flex flex-wrap items-center justify-between gap-2">
        <h2 id="forecast">{t("forecast")}</h2>
        <PeriodTabs chosen={period} name={t("forecast")} />
      </div>
      {!forecast && computing(null, trouble?.code) && <Waiting tall text={t("forecast_pending")} />}
      {!forecast && !trouble && <Waiting tall />}
      {trouble && !computing(null, trouble.code) && <Failed trouble={trouble} retry={() => void one.reload()} />}
      {forecast && <Answer key={forecast.id} forecast={forecast} />}
    </section>
  );
}

export function PeriodTabs({ chosen, name }: { chosen: Signal<Period>; name: string }) {
  return <Tabs label={name} options={[["weekly", t("weekly")], ["monthly", t("monthly")]]} value={chosen.value} pick={(value) => (chosen.value = value as Period)} />;
}

function Answer({ forecast }: { forecast: Forecast }) {
  const table = useSignal(false);
  return (
    <>
      <p class="font-medium">{title(forecast)}</p>
      <Warnings forecast={forecast} />
      {table.value ? <ForecastTable forecast={forecast} /> : <Drawn forecast={forecast} />}
      <div class="flex flex-wrap items-center justify-between gap-2">
        {!table.value && <Legend forecast={forecast} />}
        <button class="link text-sm" aria-pressed={table.value} onClick={() => (table.value = !table.value)}>{t(table.value ? "show_chart" : "show_table")}</button>
      </div>
      <p class="hint">{t("as_of", { date: day(forecast.as_of, language.value), age: age(forecast.age_s, language.value) })}</p>
      <p class="hint text-xs break-words">{t("model", { model: forecast.model, version: forecast.model_version })}</p>
    </>
  );
}

function title(forecast: Forecast): string {
  if (forecast.balance === null) return t("net_ahead");
  return t(forecast.period === "weekly" ? "forecast_weeks" : "forecast_months");
}

function Warnings({ forecast }: { forecast: Forecast }) {
  const { pending } = forecast;
  return (
    <>
      {computing(forecast, undefined) && <Notice>{t("forecast_updating")}</Notice>}
      {pending?.status === "failed" && <Notice tone="warn">{t("forecast_failed", { error: pending.error })}</Notice>}
      {forecast.stale && <Notice tone="warn">{t("stale")}</Notice>}
      {isOld(forecast) && <Notice tone="warn">{t("data_old", { date: day(forecast.as_of, language.value) })}</Notice>}
      {forecast.preliminary && <Notice>{t("preliminary")}</Notice>}
      {forecast.balance === null && <Notice tone="warn">{t("no_balance")} <a class="link" href="/settings">{t("settings")}</a></Notice>}
    </>
  );
}

function Drawn({ forecast }: { forecast: Forecast }) {
  const locale = language.value;
  const { lowest_point: lowest, currency } = forecast;
  // Made once a forecast: the chart is drawn anew whenever these are other objects.
  const fan = useComputed(() => balanceFan(forecast) ?? netFan(forecast)).value;
  const mark = useComputed(() => lowest && { on: lowest.on, value: Number(lowest.amount), label: [t("lowest"), money(lowest.amount, currency, language.value)] }).value;
  const said = lowest ? `${title(forecast)}. ${t("lowest")}: ${money(lowest.amount, currency, locale)} ${t("lowest_on", { date: day(lowest.on, locale) })}.` : title(forecast);
  const buffer = forecast.balance && Number(forecast.buffer) > 0 ? Number(forecast.buffer) : null;
  useEffect(loadChart, []);
  const FanChart = chart.value;
  if (!FanChart) return <Waiting tall />;
  return <FanChart fan={fan} currency={currency} buffer={buffer} mark={mark} label={`${said} ${t("table_says_same")}`} />;
}

function Legend({ forecast }: { forecast: Forecast }) {
  const keys: [string, string][] = [["h-0.5 bg-brand", t("median")], ["h-3 bg-brand/30", t("likely")], ["h-3 bg-brand/15", t("range")]];
  if (forecast.balance && Number(forecast.buffer) > 0) keys.push(["h-0 border-t-2 border-dashed border-warn", t("buffer_line")]);
  return (
    <ul class="flex flex-wrap gap-x-4 gap-y-1 text-sm text-soft">
      {keys.map(([look, text]) => <li key={text} class="flex items-center gap-2"><span class={`w-5 ${look}`} aria-hidden="true" />{text}</li>)}
    </ul>
  );
}

function ForecastTable({ forecast }: { forecast: Forecast }) {
  const locale = language.value;
  const of = (amount: string) => money(amount, forecast.currency, locale);
  return (
    <div class="max-h-96 overflow-auto" tabIndex={0} role="group" aria-label={title(forecast)}>
      <table class="w-full text-right text-sm">
        <thead class="text-soft">
          <tr><th scope="col" class="text-left">{t("period")}</th><th scope="col">{t("median")}</th><th scope="col">5%</th><th scope="col">95%</th>{forecast.shortfall_probability && <th scope="col">{t("shortfall_column")}</th>}</tr>
        </thead>
        <tbody>
          {rows(forecast).map((row) => (
            <tr key={row.starts} class="border-t border-line">
              <th scope="row" class="py-1 pe-2 text-left font-normal whitespace-nowrap">{day(row.starts, locale, "short")}</th>
              <td class="ps-3">{of(row.median)}</td><td class="ps-3">{of(row.low)}</td><td class="ps-3">{of(row.high)}</td>
              {row.shortfall !== null && <td class="ps-3">{percent(row.shortfall, locale)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
