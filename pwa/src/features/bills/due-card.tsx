/** What is due in the next 30 days: what was missed first, then day by day, with what it comes to. */
import { day, money } from "../../lib/format";
import { language, t } from "../../lib/i18n";
import { Failed, Waiting } from "../../ui/notice";
import { AHEAD_DAYS, reload, upcoming, type Due } from "./live";

export function DueCard() {
  const { data, trouble } = upcoming;
  const locale = language.value;
  return (
    <section class="card flex flex-col gap-3" aria-labelledby="due">
      <h2 id="due">{t("due_title", { days: AHEAD_DAYS })}</h2>
      {trouble.value && <Failed trouble={trouble.value} retry={reload} />}
      {!data.value && !trouble.value && <Waiting />}
      {data.value?.totals.map((total) => (
        <p key={total.currency} class="hint">
          {t("due_total", { out: money(total.money_out, total.currency, locale), in: money(total.money_in, total.currency, locale) })}
        </p>
      ))}
      <ul class="flex flex-col divide-y divide-line">
        {data.value?.taxes.map((one) => (
          <li key={one.on} class="flex items-baseline justify-between gap-3 py-2">
            <span><a class="link" href="/work#tax">{t("tax_due", { year: one.year })}</a><span class="hint block">{day(one.on, locale)}</span></span>
            <Amount direction="out" amount={one.amount} currency={one.currency} rough />
          </li>
        ))}
      </ul>
      {data.value?.results.length === 0 && data.value.taxes.length === 0 && <p class="text-soft">{t("due_none")}</p>}
      <ul class="flex flex-col divide-y divide-line">
        {data.value?.results.map((one) => <OneDue key={`${one.bill} ${one.on}`} one={one} />)}
      </ul>
    </section>
  );
}

function OneDue({ one }: { one: Due }) {
  const locale = language.value;
  return (
    <li class="flex items-baseline justify-between gap-3 py-2">
      <span class="min-w-0">
        <span class="block break-words">{one.name}</span>
        <span class={one.overdue ? "text-sm text-warn" : "hint"}>{one.overdue ? t("overdue", { date: day(one.on, locale) }) : day(one.on, locale)}</span>
      </span>
      <Amount direction={one.direction} amount={one.amount} currency={one.currency} rough={one.low !== one.high} />
    </li>
  );
}

type AmountProps = { direction: "in" | "out"; amount: string; currency: string; rough: boolean };

/** An amount with its direction; "about" where it varies from time to time. */
export function Amount({ direction, amount, currency, rough }: AmountProps) {
  const shown = `${direction === "in" ? "+" : "−"}${money(amount, currency, language.value)}`;
  return <span class={`shrink-0 tabular-nums ${direction === "in" ? "text-good" : ""}`}>{rough ? t("about", { amount: shown }) : shown}</span>;
}
