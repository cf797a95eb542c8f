/** The mileage log: the year's totals, a trip to write down, the newest trips, and files in and out. */
import { useEffect } from "preact/hooks";
import { day, decimal, money, month, percent } from "../../lib/format";
import { language, t } from "../../lib/i18n";
import { explain } from "../../lib/trouble";
import type { Words } from "../../lib/words/en";
import { Failed, say, Waiting } from "../../ui/notice";
import { reloadMileage, removeTrip, restoreTrip, totals, trips, type Trip } from "./live";
import { AddTrip } from "./trip-form";
import { TripsFile } from "./trips-file";

export function MileageRoom() {
  useEffect(reloadMileage, []);
  return (
    <div class="grid gap-4 lg:grid-cols-2 lg:items-start">
      <div class="flex min-w-0 flex-col gap-4">
        <TotalsCard />
        <AddTrip />
        <TripsFile />
      </div>
      <LogCard />
    </div>
  );
}

function TotalsCard() {
  const locale = language.value;
  const found = totals.data.value;
  const told = (distance: string) => `${decimal(distance, locale)} ${found?.unit ?? ""}`;
  return (
    <section class="card flex flex-col gap-3" aria-labelledby="mileage-year">
      <h2 id="mileage-year">{t("work_mileage_year", { year: found?.year ?? "" })}</h2>
      {totals.trouble.value && <Failed trouble={totals.trouble.value} retry={reloadMileage} />}
      {!found && !totals.trouble.value && <Waiting />}
      {found && (
        <>
          <p><span class="figure">{told(found.business)}</span> <span class="hint">{t("work_business_of", { share: found.business_share ? percent(found.business_share, locale) : "–" })}</span></p>
          {found.deduction && found.currency && Number(found.business) > 0
            ? <p>{t("work_deduction", { amount: money(found.deduction, found.currency, locale) })}</p>
            : <p class="hint">{t(`work_no_deduction_${found.reason}` as keyof Words)}</p>}
          {found.rates.map((one) => <p key={one.first_on} class="hint">{t("work_rate", { rate: one.rate, unit: one.unit, from: day(one.first_on, locale), to: day(one.last_on, locale), source: one.source })}</p>)}
          {Number(found.told_by_platforms) > 0 && <p class="hint">{t("work_told_by_platforms", { distance: told(found.told_by_platforms) })}</p>}
          <details class="text-sm">
            <summary class="cursor-pointer text-soft">{t("work_by_month")}</summary>
            <ul class="mt-1 flex flex-col gap-1">
              {found.months.map((one) => (
                <li key={one.starts_on} class="flex justify-between gap-3 tabular-nums">
                  <span>{month(one.starts_on, locale)}</span>
                  <span>{told(one.business)}{one.deduction && found.currency ? ` · ${money(one.deduction, found.currency, locale)}` : ""}</span>
                </li>
              ))}
            </ul>
          </details>
        </>
      )}
    </section>
  );
}

function LogCard() {
  const rows = trips.data.value;
  return (
    <section class="card flex flex-col gap-3" aria-labelledby="trips">
      <div class="flex items-baseline justify-between gap-3">
        <h2 id="trips">{t("work_trips")}</h2>
        {rows && rows.length > 0 && <a class="link text-sm" href="/api/v1/mileage/export.csv" download="mileage.csv">{t("work_export")}</a>}
      </div>
      {trips.trouble.value && <Failed trouble={trips.trouble.value} retry={reloadMileage} />}
      {!rows && !trips.trouble.value && <Waiting tall />}
      {rows?.length === 0 && <p class="text-soft">{t("work_no_trips")}</p>}
      <ul class="flex flex-col divide-y divide-line">{rows?.map((trip) => <OneTrip key={trip.id} trip={trip} />)}</ul>
    </section>
  );
}

function OneTrip({ trip }: { trip: Trip }) {
  const locale = language.value;
  const shown = `${decimal(trip.distance ?? "0", locale, 3)} ${trip.unit}`;
  const remove = () =>
    void removeTrip(trip).then(
      () => say(t("work_trip_removed"), () => void restoreTrip(trip)),
      (cause: unknown) => say(explain(cause)),
    );
  return (
    <li class="flex items-baseline justify-between gap-3 py-2">
      <span class="min-w-0">
        <span class="block break-words">{trip.purpose || t(`work_${trip.use ?? "business"}`)}</span>
        <span class="hint">{day(trip.on, locale)}{trip.use === "personal" ? ` · ${t("work_personal")}` : ""}{trip.platform ? ` · ${trip.platform}` : ""}</span>
      </span>
      <span class="flex shrink-0 flex-col items-end">
        <span class="tabular-nums">{shown}</span>
        <button class="link text-sm" onClick={remove}>{t("remove")}<span class="sr-only"> ({shown}, {day(trip.on, locale)})</span></button>
      </span>
    </li>
  );
}
