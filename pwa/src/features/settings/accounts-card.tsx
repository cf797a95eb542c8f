/** Accounts: what is known of their balance, and saying it where the statement does not. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { client, told, type Schema } from "../../api/client";
import { day, money } from "../../lib/format";
import { language, t } from "../../lib/i18n";
import { resource } from "../../lib/resource";
import { Field, Form, useSubmission } from "../../ui/form";
import { Failed, say, Waiting } from "../../ui/notice";
import { amount } from "./profile-card";

type Account = Schema["Account"];
const accounts = resource(async () => (await told(client.GET("/api/v1/linked-accounts"))).results);

export function AccountsCard() {
  useEffect(() => void accounts.reload(), []);
  const rows = accounts.data.value;
  return (
    <section class="card flex flex-col gap-3" aria-labelledby="accounts">
      <h2 id="accounts">{t("accounts")}</h2>
      {accounts.trouble.value && <Failed trouble={accounts.trouble.value} retry={() => void accounts.reload()} />}
      {!rows && !accounts.trouble.value && <Waiting />}
      {rows?.length === 0 && <p class="text-soft">{t("no_accounts")} <a class="link" href="/statements">{t("empty_action")}</a></p>}
      {rows?.map((row) => <OneAccount key={row.id} row={row} />)}
    </section>
  );
}

function OneAccount({ row }: { row: Account }) {
  const open = useSignal(false);
  return (
    <div class="flex flex-col gap-2 border-t border-line pt-3">
      <div class="flex flex-wrap items-baseline justify-between gap-3">
        <span class="font-medium">{row.name} <span class="hint">{t(`kind_${row.kind ?? "bank"}`)}</span></span>
        <span class="tabular-nums">{row.balance && row.currency ? money(row.balance, row.currency, language.value) : t("unknown")}</span>
      </div>
      {row.balance_on && <span class="hint">{t("balance_on")} {day(row.balance_on, language.value)}</span>}
      {row.currency && !open.value && <button class="link self-start text-sm" onClick={() => (open.value = true)}>{t("set_balance")}</button>}
      {open.value && <SetBalance row={row} done={() => (open.value = false)} />}
    </div>
  );
}

function SetBalance({ row, done }: { row: Account; done: () => void }) {
  const submission = useSubmission(async (form) => {
    const body = { balance: amount(String(form.get("balance"))), balance_on: String(form.get("balance_on")) };
    await told(client.PATCH("/api/v1/linked-accounts/{public_id}", { params: { path: { public_id: row.id } }, body }));
    await accounts.reload();
    say(t("saved"));
    done();
  });
  const today = new Date().toLocaleDateString("sv"); // Swedish writes ISO dates
  return (
    <Form submission={submission} button={t("save")} plain>
      <div class="grid gap-4 sm:grid-cols-2">
        <Field label={`${t("balance")} (${row.currency})`} name="balance" inputMode="decimal" required trouble={submission.trouble.value} />
        <Field label={t("balance_on")} name="balance_on" type="date" required max={today} value={row.balance_on ?? today} trouble={submission.trouble.value} />
      </div>
    </Form>
  );
}
