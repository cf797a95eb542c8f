/** Transactions: what is in the ledger, searched, understood, and put right. */
import { useSignal } from "@preact/signals";
import { useLocation } from "preact-iso";
import { useEffect } from "preact/hooks";
import { money } from "../../lib/format";
import { language, t } from "../../lib/i18n";
import { explain } from "../../lib/trouble";
import { Failed, say, Waiting } from "../../ui/notice";
import { MoneyWays } from "../../ui/shell";
import { Filters } from "./filters";
import { transfers } from "../reviews/live";
import { accounts, addressOf, again, byDay, categories, filtersOf, list, show, showOlder, totals, wanted } from "./live";
import { Days } from "./days";
import { Picking, picked } from "./picking";

export function Transactions() {
  const { query, route } = useLocation();
  const asked = addressOf(filtersOf(query));
  useEffect(() => void Promise.all([accounts.reload(), categories.reload()]), []);
  useEffect(() => void show(filtersOf(query)), [asked]);
  useEffect(() => void (list.data.value && again()), [transfers.data.value]); // split or joined: rows are something else
  return (
    <div class="flex flex-col gap-4">
      <h1>{t("transactions")}</h1>
      <MoneyWays />
      <Filters filters={wanted.value} change={(filters) => route(addressOf(filters), true)} />
      <Found empty={asked === "/transactions"} />
    </div>
  );
}

function Found({ empty }: { empty: boolean }) {
  const page = list.data.value;
  if (list.trouble.value) return <Failed trouble={list.trouble.value} retry={() => void list.reload()} />;
  if (!page) return <Waiting tall />;
  if (!page.rows.length) return <Nothing empty={empty} />;
  return (
    <section class="card flex flex-col gap-4" aria-labelledby="found" aria-busy={list.busy.value}>
      <div class="flex flex-wrap items-start justify-between gap-3">
        <div id="found" aria-live="polite"><Totals /></div>
        <button class="link text-sm" aria-pressed={picked.value !== null} onClick={() => (picked.value = picked.value ? null : new Set())}>
          {t(picked.value ? "pick_done" : "pick_several")}
        </button>
      </div>
      <Days days={byDay(page.rows)} />
      {page.next && <Older />}
      {picked.value && <Picking />}
    </section>
  );
}

function Nothing({ empty }: { empty: boolean }) {
  return (
    <div class="card flex flex-col gap-2" role="status">
      <p>{t(empty ? "no_transactions" : "none_found")}</p>
      <a class="link self-start" href={empty ? "/statements" : "/transactions"}>{t(empty ? "statements" : "clear_filters")}</a>
    </div>
  );
}

function Totals() {
  const locale = language.value;
  return totals.data.value?.map(({ currency, transactions, total_in, total_out }) => (
    <p key={currency} class="text-sm">{t("transactions_total", { count: transactions, in: money(total_in, currency, locale), out: money(total_out.replace("-", ""), currency, locale) })}</p>
  )) ?? null;
}

function Older() {
  const busy = useSignal(false);
  const fetchThem = async () => {
    busy.value = true;
    await showOlder().catch((cause: unknown) => say(explain(cause)));
    busy.value = false;
  };
  return <button class="button button-plain self-center" disabled={busy.value} aria-busy={busy.value} onClick={() => void fetchThem()}>{t("more_transactions")}</button>;
}
