/** A bill that no statement has shown yet: the forecast counts it from now on. */
import { useSignal } from "@preact/signals";
import { client, told } from "../../api/client";
import { t } from "../../lib/i18n";
import { me } from "../../lib/session";
import type { Words } from "../../lib/words/en";
import { Choice, Field, Form, useSubmission } from "../../ui/form";
import { say } from "../../ui/notice";
import { reload, type Bill } from "./live";

const CADENCES = ["monthly", "weekly", "fortnightly", "four_weekly", "quarterly", "yearly"] as const;
const DIRECTIONS = ["out", "in"] as const;

export function AddBill() {
  const open = useSignal(false);
  const submission = useSubmission(async (form) => {
    const text = (name: string) => String(form.get(name) ?? "").trim();
    await told(client.POST("/api/v1/bills", {
      body: {
        name: text("name"),
        amount: text("amount"),
        cadence: text("cadence") as Bill["cadence"],
        direction: text("direction") as Bill["direction"],
        due_on: text("due_on"),
      },
    }));
    open.value = false;
    say(t("saved"));
    reload();
  });
  const trouble = submission.trouble.value;
  return (
    <section class="card flex flex-col gap-3" aria-labelledby="add-bill">
      <h2 id="add-bill">{t("add_bill")}</h2>
      <p class="hint">{t("add_bill_hint")}</p>
      {!open.value && <button class="button button-plain self-start" onClick={() => (open.value = true)}>{t("add_bill")}</button>}
      {open.value && (
        <Form submission={submission} button={t("save")}>
          <Field label={t("name")} name="name" required maxLength={80} trouble={trouble} />
          <div class="grid gap-4 sm:grid-cols-2">
            <Field label={`${t("fact_amount")} (${me.value?.home_currency ?? ""})`} name="amount" required inputMode="decimal" trouble={trouble} />
            <Field label={t("first_due")} name="due_on" type="date" required trouble={trouble} />
            <Choice label={t("how_often")} name="cadence" options={CADENCES.map((one) => [one, t(`cadence_${one}` as keyof Words)] as const)} />
            <Choice label={t("direction")} name="direction" options={DIRECTIONS.map((one) => [one, t(`direction_${one}` as keyof Words)] as const)} />
          </div>
        </Form>
      )}
    </section>
  );
}
