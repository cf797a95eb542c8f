/** Loans: what is paid back and to whom; suspected until confirmed, owed only when somebody said so. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { client, told, type Schema } from "../../api/client";
import { day, money } from "../../lib/format";
import { language, t } from "../../lib/i18n";
import { resource } from "../../lib/resource";
import { explain } from "../../lib/trouble";
import { Field, Form, useSubmission } from "../../ui/form";
import { Failed, say, Waiting } from "../../ui/notice";

type Loan = Schema["Loan"];
const loans = resource(async () => (await told(client.GET("/api/v1/loans", { params: { query: { limit: 100 } } }))).results);

async function change(loan: Loan, body: Schema["PatchedLoanChangeRequest"]): Promise<void> {
  await told(client.PATCH("/api/v1/loans/{public_id}", { params: { path: { public_id: loan.id } }, body }));
  await loans.reload();
}

export function LoansCard() {
  useEffect(() => void loans.reload(), []);
  const { data, trouble } = loans;
  return (
    <section class="card flex min-w-0 flex-col gap-3" aria-labelledby="loans">
      <h2 id="loans">{t("loans")}</h2>
      <p class="hint">{t("loans_hint")}</p>
      {trouble.value && <Failed trouble={trouble.value} retry={() => void loans.reload()} />}
      {!data.value && !trouble.value && <Waiting />}
      {data.value?.length === 0 && <p class="text-soft">{t("loans_none")}</p>}
      <ul class="flex flex-col divide-y divide-line">{data.value?.map((loan) => <OneLoan key={loan.id} loan={loan} />)}</ul>
    </section>
  );
}

function OneLoan({ loan }: { loan: Loan }) {
  const locale = language.value;
  const amount = (minor: string) => money(minor, loan.currency, locale);
  const when = loan.status === "ended" ? t("loan_ended") : loan.next_on ? t("loan_next", { date: day(loan.next_on, locale) }) : "";
  return (
    <li class="flex flex-col gap-1 py-3">
      <div class="flex items-baseline justify-between gap-3">
        <h3 class="min-w-0 font-medium break-words">{loan.name}</h3>
        <span class="shrink-0 tabular-nums">{t("loan_payment", { amount: amount(loan.payment) })}</span>
      </div>
      {loan.paid_out && loan.paid_out_on && <p class="hint">{t("loan_paid_out", { amount: amount(loan.paid_out), date: day(loan.paid_out_on, locale) })}</p>}
      <p class="hint">{t("loan_repaid", { amount: amount(loan.repaid), count: loan.times })}{when && ` · ${when}`}</p>
      <p class="text-sm">{loan.remaining === null ? t("loan_unknown") : t("loan_remaining", { amount: amount(loan.remaining) })}</p>
      <Payments loan={loan} />
      <Judging loan={loan} />
    </li>
  );
}

function Payments({ loan }: { loan: Loan }) {
  const apart = (transaction: string) =>
    void told(client.POST("/api/v1/loans/{public_id}/split", { params: { path: { public_id: loan.id } }, body: { transaction } }))
      .then(() => loans.reload())
      .catch((cause: unknown) => say(explain(cause)));
  return (
    <details class="text-sm">
      <summary class="cursor-pointer text-soft">{t("loan_rows", { count: loan.transactions.length })}</summary>
      <ul class="mt-1 flex flex-col gap-1">
        {loan.transactions.map((one) => (
          <li key={one.transaction} class="flex justify-between gap-3 tabular-nums">
            <span>{day(one.on, language.value)}</span>
            <span>{money(one.amount, loan.currency, language.value)}</span>
            <button class="link" onClick={() => apart(one.transaction)}>{t("loan_split")}<span class="sr-only"> ({day(one.on, language.value)})</span></button>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Judging({ loan }: { loan: Loan }) {
  const saying = useSignal(false);
  const busy = useSignal(false);
  const run = async (action: () => Promise<void>) => {
    busy.value = true;
    await action().catch((cause: unknown) => say(explain(cause)));
    busy.value = false;
  };
  const dismiss = async () => {
    await change(loan, { decision: "dismissed" });
    say(t("loan_dismissed"), () => void change(loan, { decision: loan.decision }));
  };
  const of = <span class="sr-only"> ({loan.name})</span>;
  return (
    <>
      <div class="flex flex-wrap items-center gap-4 text-sm">
        {loan.decision === "" && <button class="link" disabled={busy.value} onClick={() => void run(() => change(loan, { decision: "confirmed" }))}>{t("loan_confirm")}{of}</button>}
        {loan.decision === "confirmed" && <span class="text-good">{t("loan_confirmed")}</span>}
        <button class="link" disabled={busy.value} onClick={() => void run(dismiss)}>{t("loan_dismiss")}{of}</button>
        {!saying.value && <button class="link" onClick={() => (saying.value = true)}>{t("loan_terms")}{of}</button>}
      </div>
      {saying.value && <Terms loan={loan} done={() => (saying.value = false)} />}
    </>
  );
}

function Terms({ loan, done }: { loan: Loan; done: () => void }) {
  const submission = useSubmission(async (form) => {
    const text = (name: string) => String(form.get(name) ?? "").trim();
    await change(loan, { owed: text("owed"), owed_on: text("owed_on"), rate_percent: text("rate_percent") });
    say(t("saved"));
    done();
  });
  const trouble = submission.trouble.value;
  return (
    <Form submission={submission} button={t("save")} plain>
      <Field label={t("loan_owed", { currency: loan.currency })} name="owed" inputMode="decimal" required value={loan.owed ?? ""} trouble={trouble} />
      <div class="grid gap-4 sm:grid-cols-2">
        <Field label={t("loan_owed_on")} name="owed_on" type="date" required value={loan.owed_on ?? ""} trouble={trouble} />
        <Field label={t("loan_rate")} name="rate_percent" inputMode="decimal" required value={loan.rate_percent ?? ""} trouble={trouble} />
      </div>
    </Form>
  );
}
