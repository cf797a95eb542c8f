/** Snapshots: what the newest period came to, and the ones before as a table. */
import { signal } from "@preact/signals";
import { day, decimal, money, month, percent } from "../../lib/format";
import { language, t } from "../../lib/i18n";
import { Failed, Waiting } from "../../ui/notice";
import { PeriodTabs } from "./forecast-card";
import { snapshots, type Period, type Snapshot } from "./live";

const period = signal<Period>("monthly");
const shown = signal(6);

export function SnapshotsCard() {
  const one = snapshots[period.value];
  const rows = one.data.value;
  return (
    <section class="card flex flex-col gap-3" aria-labelledby="snapshots">
      <div class="flex flex-wrap items-center justify-between gap-2">
        <h2 id="snapshots">{t("snapshots")}</h2>
        <PeriodTabs chosen={period} name={t("snapshots")} />
      </div>
      {one.trouble.value && <Failed trouble={one.trouble.value} retry={() => void one.reload()} />}
      {!rows && !one.trouble.value && <Waiting tall />}
      {rows && <Table rows={rows.slice(0, shown.value)} />}
      {rows && rows.length > shown.value && <button class="link self-start text-sm" onClick={() => (shown.value += 12)}>{t("show_more")}</button>}
    </section>
  );
}

const columns: [string, (row: Snapshot, locale: string) => string | null][] = [
  ["revenue", (row, locale) => money(row.revenue, row.currency, locale)],
  ["expenses", (row, locale) => money(row.expenses, row.currency, locale)],
  ["net_cash_flow", (row, locale) => money(row.net_cash_flow, row.currency, locale)],
  ["closing_balance", (row, locale) => row.closing_balance && money(row.closing_balance, row.currency, locale)],
  ["margin", (row, locale) => row.margin && percent(row.margin, locale)],
  ["growth", (row, locale) => row.growth && percent(row.growth, locale)],
  ["liquidity", (row, locale) => row.liquidity_months && decimal(row.liquidity_months, locale)],
  ["days_worked", (row) => String(row.days_worked)],
];

function Table({ rows }: { rows: Snapshot[] }) {
  const locale = language.value;
  return (
    <div class="overflow-x-auto" tabIndex={0} role="group" aria-label={t("snapshots")}>
      <table class="w-full text-right text-sm">
        <thead class="text-soft">
          <tr>
            <th scope="col" class="sticky left-0 bg-card text-left">{t("period")}</th>
            {columns.map(([word]) => <th key={word} scope="col" class="ps-4 font-medium whitespace-nowrap">{t(word as "revenue")}</th>)}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.starts_on} class="border-t border-line">
              <th scope="row" class="sticky left-0 bg-card py-1.5 text-left font-normal whitespace-nowrap">
                {row.period === "monthly" ? month(row.starts_on, locale) : day(row.starts_on, locale)}
                {!row.complete && <span class="hint"> · {t("running")}</span>}
              </th>
              {columns.map(([word, figure]) => <td key={word} class="ps-4 whitespace-nowrap">{figure(row, locale) ?? <abbr title={t("unknown")}>–</abbr>}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
