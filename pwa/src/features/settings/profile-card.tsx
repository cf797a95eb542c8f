/** The profile: what the figures are measured against. */
import { client, told, type Trouble } from "../../api/client";
import { language, t } from "../../lib/i18n";
import { know, me, type Me } from "../../lib/session";
import { Choice, CurrencyField, Field, Form, useSubmission } from "../../ui/form";
import { say } from "../../ui/notice";

const text = (form: FormData, name: string) => String(form.get(name) ?? "").trim();
const LANGUAGES = [["en", "English"], ["es", "Español"]] as const;
/** The whole list where the browser knows it; the person's own choice is in it in any case. */
const zones = (own: string) => [...new Set([own, Intl.DateTimeFormat().resolvedOptions().timeZone, ...Intl.supportedValuesOf("timeZone")])];

export function ProfileCard() {
  const person = me.value;
  const submission = useSubmission(async (form) => {
    know(await told(client.PATCH("/api/v1/me", { body: changes(form) })));
    say(t("saved"));
  });
  if (!person) return null;
  const trouble = submission.trouble.value;
  return (
    <section class="card flex flex-col gap-4" aria-labelledby="profile">
      <h2 id="profile">{t("profile")}</h2>
      <p class="hint">{person.email}</p>
      <Form submission={submission} button={t("save")}>
        <Field label={t("name")} name="name" autoComplete="name" maxLength={120} value={person.name ?? ""} trouble={trouble} />
        <div class="grid gap-4 sm:grid-cols-2">
          <CurrencyField label={t("home_currency")} name="home_currency" value={person.home_currency} trouble={trouble} />
          <Choice label={t("language")} name="language" options={LANGUAGES} value={person.language ?? "en"} />
        </div>
        <Choice label={t("time_zone")} name="time_zone" options={zones(person.time_zone).map((zone) => [zone, zone.replaceAll("_", " ")])} value={person.time_zone} />
        <Amounts person={person} trouble={trouble} />
        <WorkingDays person={person} />
      </Form>
    </section>
  );
}

function changes(form: FormData) {
  return {
    name: text(form, "name"),
    home_currency: text(form, "home_currency").toUpperCase(),
    language: text(form, "language") as NonNullable<Me["language"]>,
    time_zone: text(form, "time_zone"),
    buffer: amount(text(form, "buffer")) || "0",
    daily_target: amount(text(form, "daily_target")) || null,
    working_days: form.getAll("working_days").map(Number),
  };
}

/** A person may type a comma for the decimals; the API takes a point. */
export function amount(typed: string): string {
  return typed.replace(/\s/g, "").replace(/,(\d{1,2})$/, ".$1");
}

function Amounts({ person, trouble }: { person: Me; trouble: Trouble | null }) {
  return (
    <div class="grid gap-4 sm:grid-cols-2">
      <Field label={t("buffer")} name="buffer" inputMode="decimal" value={person.buffer} hint={`${person.home_currency} · ${t("buffer_hint")}`} trouble={trouble} />
      <Field label={t("daily_target")} name="daily_target" inputMode="decimal" value={person.daily_target ?? ""} hint={`${person.home_currency} · ${t("target_hint")}`} trouble={trouble} />
    </div>
  );
}

function WorkingDays({ person }: { person: Me }) {
  // 1 January 2024 was a Monday.
  const nameOf = (weekday: number) => new Intl.DateTimeFormat(language.value, { weekday: "short", timeZone: "UTC" }).format(Date.UTC(2024, 0, weekday));
  return (
    <fieldset>
      <legend class="text-sm font-medium">{t("working_days")}</legend>
      <div class="mt-1 flex flex-wrap gap-2">
        {[1, 2, 3, 4, 5, 6, 7].map((weekday) => (
          <label key={weekday} class="flex min-h-11 cursor-pointer items-center gap-2 rounded-lg border border-line px-3 has-checked:bg-tint">
            <input type="checkbox" class="accent-brand" name="working_days" value={weekday} checked={person.working_days.includes(weekday)} />
            {nameOf(weekday)}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
