/** What no statement tells: where taxes are paid, and how. Every field may stay as it is. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { client, told, type Schema } from "../../api/client";
import { t } from "../../lib/i18n";
import { Choice, Field, Form, useSubmission } from "../../ui/form";
import { say } from "../../ui/notice";
import { accounts, tax, type Tax } from "./live";

const STATUSES = ["single", "married_jointly", "married_separately", "head_of_household"] as const;
const SCHEMES = ["", "business_digital", "business_cash", "profession"] as const;
type Body = Schema["PatchedTaxProfileInputRequest"];

export function TaxForm({ found }: { found: Tax }) {
  const said = found.profile;
  const country = useSignal<string>(said.country);
  const submission = useSubmission(async (form) => {
    const text = (name: string) => String(form.get(name) ?? "").trim().replace(",", ".");
    const own = text("own_percent");
    const body: Body = { country: country.value as NonNullable<Body["country"]>, own_percent: own === "" ? null : own };
    if (country.value === "US") {
      Object.assign(body, { filing_status: text("filing_status"), state_percent: text("state_percent") || "0", mileage_method: text("mileage_method"), last_year_tax: text("last_year_tax") || null, last_year_high_income: form.get("last_year_high_income") === "on" });
    }
    if (country.value === "IN") body.presumptive = text("presumptive") as NonNullable<Body["presumptive"]>;
    if (country.value !== "") Object.assign(body, { other_income: text("other_income") || "0", withheld: text("withheld") || "0" });
    Object.assign(body, { kept_in: text("kept_in") || null, hold_back: form.get("hold_back") === "on" });
    tax.put(await told(client.PATCH("/api/v1/tax", { body })));
    say(t("saved"));
  });
  const trouble = submission.trouble.value;
  useEffect(() => void accounts.reload(), []);
  const us = country.value === "US";
  return (
    <section class="card flex flex-col gap-3" aria-labelledby="tax-settings">
      <h2 id="tax-settings">{t("work_tax_settings")}</h2>
      <Form submission={submission} button={t("save")}>
        <Choice label={t("work_country")} name="country" value={country.value} onPick={(one) => (country.value = one)} options={[["", t("work_country_other")], ["US", t("work_country_us")], ["IN", t("work_country_in")]]} />
        {us && (
          <div class="grid gap-x-4 gap-y-2 sm:grid-cols-2">
            <Choice label={t("work_filing")} name="filing_status" value={said.filing_status} options={STATUSES.map((one) => [one, t(`work_filing_${one}`)])} />
            <Choice label={t("work_mileage_method")} name="mileage_method" value={said.mileage_method} options={[["standard", t("work_method_standard")], ["actual", t("work_method_actual")]]} />
            <Field label={t("work_state_percent")} name="state_percent" inputMode="decimal" value={said.state_percent} trouble={trouble} />
            <Field label={t("work_last_year_tax")} name="last_year_tax" inputMode="decimal" value={said.last_year_tax ?? ""} hint={t("work_last_year_hint")} trouble={trouble} />
          </div>
        )}
        {us && <label class="flex min-h-11 items-center gap-3 text-sm"><input type="checkbox" name="last_year_high_income" defaultChecked={said.last_year_high_income} class="size-5" />{t("work_high_income")}</label>}
        {country.value === "IN" && <Choice label={t("work_presumptive")} name="presumptive" value={said.presumptive} options={SCHEMES.map((one) => [one, t(`work_scheme_${one || "none"}`)])} />}
        {country.value !== "" && (
          <div class="grid gap-x-4 gap-y-2 sm:grid-cols-2">
            <Field label={t("work_other_income")} name="other_income" inputMode="decimal" value={said.other_income} trouble={trouble} />
            <Field label={t("work_withheld")} name="withheld" inputMode="decimal" value={said.withheld} trouble={trouble} />
          </div>
        )}
        <Field label={t("work_own_percent")} name="own_percent" inputMode="decimal" value={said.own_percent ?? ""} hint={t("work_own_percent_hint")} trouble={trouble} />
        <Choice label={t("work_kept_in")} name="kept_in" value={said.kept_in ?? ""} options={[["", t("work_kept_nowhere")], ...(accounts.data.value ?? []).filter((one) => one.currency === found.currency).map((one) => [one.id, one.name] as const)]} />
        <label class="flex min-h-11 items-center gap-3 text-sm"><input type="checkbox" name="hold_back" defaultChecked={said.hold_back} class="size-5" />{t("work_hold_back")}</label>
      </Form>
    </section>
  );
}
