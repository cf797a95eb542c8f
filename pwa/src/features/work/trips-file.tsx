/** A file of trips: what it would bring is shown before anything is written, and all of it can be taken back. */
import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { day } from "../../lib/format";
import { language, t } from "../../lib/i18n";
import { explain } from "../../lib/trouble";
import { Notice, say } from "../../ui/notice";
import { reloadMileage, sendTrips, takeBack, totals, type TripsPlan } from "./live";

export function TripsFile() {
  const id = useId();
  const file = useSignal<File | null>(null);
  const plan = useSignal<TripsPlan | null>(null);
  const trouble = useSignal("");
  const busy = useSignal(false);
  const unit = totals.data.value?.unit ?? "km";
  const run = async (dry: boolean) => {
    if (!file.value || busy.value) return;
    busy.value = true;
    trouble.value = "";
    try {
      const answer = await sendTrips(file.value, unit, dry);
      plan.value = dry ? answer : null;
      if (!dry) {
        file.value = null;
        reloadMileage();
        say(t("work_trips_written", { count: answer.new }), answer.batch ? () => void takeBack(answer.batch ?? "") : undefined);
      }
    } catch (cause) {
      plan.value = null;
      trouble.value = explain(cause);
    } finally {
      busy.value = false;
    }
  };
  const take = (chosen: File | undefined) => {
    file.value = chosen ?? null;
    plan.value = null;
    if (chosen) void run(true);
  };
  return (
    <section class="card flex flex-col gap-3" aria-labelledby="trips-file">
      <h2 id="trips-file">{t("work_trips_file")}</h2>
      <label for={id} class="hint">{t("work_trips_file_hint")}</label>
      <input id={id} type="file" accept=".csv,text/csv" class="text-sm file:me-3 file:min-h-11 file:cursor-pointer file:rounded-lg file:border file:border-solid file:border-line file:bg-card file:px-4 file:font-medium file:text-ink" onChange={(event) => take(event.currentTarget.files?.[0])} />
      {trouble.value && <Notice tone="bad">{trouble.value}</Notice>}
      {plan.value && <Plan plan={plan.value} />}
      {plan.value && plan.value.new > 0 && <button class="button button-main self-start" disabled={busy.value} onClick={() => void run(false)}>{t("work_write_trips", { count: plan.value.new })}</button>}
    </section>
  );
}

function Plan({ plan }: { plan: TripsPlan }) {
  const locale = language.value;
  return (
    <div class="flex flex-col gap-1 text-sm" role="status">
      <p>{t("work_trips_plan", { rows: plan.rows, fresh: plan.new, known: plan.duplicates, rejected: plan.rejected_count })}</p>
      <ul class="flex flex-col gap-1">
        {plan.preview.slice(0, 5).map((one, at) => <li key={at} class="flex justify-between gap-3"><span class="min-w-0 break-words">{day(one.on, locale)} {one.purpose}</span><span class="tabular-nums">{one.distance} {one.unit}</span></li>)}
        {plan.rejected.slice(0, 5).map((one) => <li key={one.line} class="text-warn">{t("work_trip_rejected", { line: one.line, reason: one.reason })}</li>)}
      </ul>
    </div>
  );
}
