/** A trip to write down. */
import { useSignal } from "@preact/signals";
import { client, told } from "../../api/client";
import { t } from "../../lib/i18n";
import { Choice, Field, Form, useSubmission } from "../../ui/form";
import { say } from "../../ui/notice";
import { reloadMileage, totals, type Trip } from "./live";

const today = () => new Intl.DateTimeFormat("en-CA").format(new Date());

export function AddTrip() {
  const saved = useSignal(0);
  const submission = useSubmission(async (form) => {
    const text = (name: string) => String(form.get(name) ?? "").trim();
    await told(client.POST("/api/v1/mileage", {
      body: {
        on: text("on"),
        distance: text("distance").replace(",", "."),
        unit: text("unit") as Trip["unit"],
        use: text("use") as NonNullable<Trip["use"]>,
        purpose: text("purpose"),
        platform: "",
      },
    }));
    say(t("saved"));
    saved.value += 1; // an empty form for the next one
    reloadMileage();
  });
  const trouble = submission.trouble.value;
  const unit = totals.data.value?.unit ?? "km";
  return (
    <section class="card flex flex-col gap-3" aria-labelledby="add-trip">
      <h2 id="add-trip">{t("work_add_trip")}</h2>
      <Form key={saved.value} submission={submission} button={t("save")} plain>
        <div class="grid gap-x-4 gap-y-2 sm:grid-cols-2">
          <Field label={t("work_trip_on")} name="on" type="date" value={today()} max={today()} required trouble={trouble} />
          <Field label={t("work_distance")} name="distance" inputMode="decimal" required trouble={trouble} />
          <Choice label={t("work_unit")} name="unit" value={unit} options={[["km", t("work_km")], ["mi", t("work_mi")]]} />
          <Choice label={t("work_use")} name="use" options={[["business", t("work_business")], ["personal", t("work_personal")]]} />
        </div>
        <Field label={t("work_purpose")} name="purpose" maxLength={120} hint={t("work_purpose_hint")} trouble={trouble} />
      </Form>
    </section>
  );
}
