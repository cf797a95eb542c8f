/** Goals: each with how far it is; and one to add. */
import { useEffect } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { client, told } from "../../api/client";
import { t } from "../../lib/i18n";
import { resource } from "../../lib/resource";
import { me } from "../../lib/session";
import { Choice, Field, Form, useSubmission } from "../../ui/form";
import { Failed, say, Waiting } from "../../ui/notice";
import { OneGoal } from "./goal";
import { add, goals } from "./live";

const accounts = resource(async () => (await told(client.GET("/api/v1/linked-accounts"))).results);

export function Goals() {
  useEffect(() => void Promise.all([goals.reload(), accounts.reload()]), []);
  const rows = goals.data.value;
  return (
    <div class="grid gap-4 lg:grid-cols-2 lg:items-start">
      <h1 class="lg:col-span-2">{t("goals")}</h1>
      <div class="flex min-w-0 flex-col gap-4">
        {goals.trouble.value && <Failed trouble={goals.trouble.value} retry={() => void goals.reload()} />}
        {!rows && !goals.trouble.value && <Waiting tall />}
        {rows?.length === 0 && <p class="card text-soft">{t("goals_none")}</p>}
        {rows?.map((goal) => <OneGoal key={goal.id} goal={goal} />)}
      </div>
      <AddGoal />
    </div>
  );
}

function AddGoal() {
  const open = useSignal(false);
  const currency = me.value?.home_currency ?? "";
  const submission = useSubmission(async (form) => {
    const text = (name: string) => String(form.get(name) ?? "").trim();
    const number = (name: string) => text(name).replace(",", ".") || null;
    await add({
      name: text("name"),
      currency,
      target: number("target"),
      due_on: text("due_on") || null,
      percent: number("percent"),
      linked_account: text("linked_account") || null,
      hold_back: form.has("hold_back"),
    });
    open.value = false;
    say(t("saved"));
  });
  const trouble = submission.trouble.value;
  const choices = (accounts.data.value ?? []).filter((one) => one.currency === currency).map((one) => [one.id, one.name] as const);
  return (
    <section class="card flex flex-col gap-3" aria-labelledby="goal-add">
      <h2 id="goal-add">{t("goal_add")}</h2>
      {!open.value && <button class="button button-plain self-start" onClick={() => (open.value = true)}>{t("goal_add")}</button>}
      {open.value && (
        <Form submission={submission} button={t("save")}>
          <Field label={t("name")} name="name" required maxLength={80} trouble={trouble} />
          <p class="hint">{t("goal_measure_hint")}</p>
          <div class="grid gap-4 sm:grid-cols-2">
            <Field label={t("goal_target", { currency })} name="target" inputMode="decimal" trouble={trouble} />
            <Field label={t("goal_due_on")} name="due_on" type="date" trouble={trouble} />
            <Field label={t("goal_percent")} name="percent" inputMode="decimal" trouble={trouble} />
            <Choice label={t("goal_account")} name="linked_account" options={[["", t("goal_account_none")], ...choices]} />
          </div>
          <label class="flex min-h-11 cursor-pointer items-center gap-3">
            <input type="checkbox" class="size-5 accent-brand" name="hold_back" />
            {t("goal_hold_back")}
          </label>
        </Form>
      )}
    </section>
  );
}
