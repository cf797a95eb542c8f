/** Everything that comes again, with what it was made from; each can be confirmed, named, or called no bill. */
import { useSignal } from "@preact/signals";
import { day, money, percent } from "../../lib/format";
import { language, t } from "../../lib/i18n";
import { explain } from "../../lib/trouble";
import type { Words } from "../../lib/words/en";
import { Failed, say, Waiting } from "../../ui/notice";
import { Amount } from "./due-card";
import { bills, change, forget, reload, type Bill } from "./live";

export function ListCard() {
  const rows = bills.data.value;
  return (
    <section class="card flex flex-col gap-3" aria-labelledby="recurring">
      <h2 id="recurring">{t("recurring")}</h2>
      {bills.trouble.value && <Failed trouble={bills.trouble.value} retry={reload} />}
      {!rows && !bills.trouble.value && <Waiting />}
      {rows?.length === 0 && <p class="text-soft">{t("recurring_none")}</p>}
      <ul class="flex flex-col divide-y divide-line">{rows?.map((bill) => <OneBill key={bill.id} bill={bill} />)}</ul>
    </section>
  );
}

function OneBill({ bill }: { bill: Bill }) {
  const locale = language.value;
  const missed = bill.status === "missed";
  return (
    <li class="flex flex-col gap-1 py-3">
      <div class="flex items-baseline justify-between gap-3">
        <h3 class="min-w-0 font-medium break-words">{bill.name}</h3>
        <Amount direction={bill.direction} amount={bill.amount} currency={bill.currency} rough={bill.low !== bill.high} />
      </div>
      <p class="hint">
        {t(`cadence_${bill.cadence}` as keyof Words)} · {t(missed ? "overdue" : "next_on", { date: day(bill.next_on, locale) })}
        {bill.source === "user" && ` · ${t("told_by_you")}`}
      </p>
      {bill.price_change && <PriceChange change={bill.price_change} currency={bill.currency} />}
      <Recent bill={bill} />
      <Actions bill={bill} />
    </li>
  );
}

function PriceChange({ change: { before, after, on }, currency }: { change: NonNullable<Bill["price_change"]>; currency: string }) {
  const locale = language.value;
  const share = percent(Math.abs(Number(after) / Number(before) - 1), locale);
  const word = Number(after) > Number(before) ? "price_rose" : "price_fell";
  return <p class="text-sm text-warn">{t(word, { before: money(before, currency, locale), after: money(after, currency, locale), share, date: day(on, locale) })}</p>;
}

function Recent({ bill }: { bill: Bill }) {
  if (bill.recent.length === 0) return null;
  return (
    <details class="text-sm">
      <summary class="cursor-pointer text-soft">{t("seen_times", { count: bill.times })}</summary>
      <ul class="mt-1 flex flex-col gap-1">
        {bill.recent.map((one) => (
          <li key={one.transaction} class="flex justify-between tabular-nums"><span>{day(one.on, language.value)}</span><span>{money(one.amount, bill.currency, language.value)}</span></li>
        ))}
      </ul>
    </details>
  );
}

function Actions({ bill }: { bill: Bill }) {
  const busy = useSignal(false);
  const run = async (action: () => Promise<void>) => {
    busy.value = true;
    await action().catch((cause: unknown) => say(explain(cause)));
    busy.value = false;
  };
  const dismiss = async () => {
    await change(bill, { decision: "dismissed" });
    say(t("bill_dismissed"), () => void change(bill, { decision: bill.decision }));
  };
  return (
    <div class="flex flex-wrap gap-4 text-sm">
      {bill.source === "found" && bill.decision === "" && <button class="link" disabled={busy.value} onClick={() => void run(() => change(bill, { decision: "confirmed" }))}>{t("bill_confirm")}<Of bill={bill} /></button>}
      {bill.decision === "confirmed" && <span class="text-good">{t("bill_confirmed")}</span>}
      {bill.source === "found"
        ? <button class="link" disabled={busy.value} onClick={() => void run(dismiss)}>{t("bill_dismiss")}<Of bill={bill} /></button>
        : <button class="link" disabled={busy.value} onClick={() => void run(() => forget(bill))}>{t("remove")}<Of bill={bill} /></button>}
    </div>
  );
}

/** Which bill a button is about, for those who hear the page. */
const Of = ({ bill }: { bill: Bill }) => <span class="sr-only"> ({bill.name})</span>;
