/** The figures behind an answer: each with its day, and the page of the row that it came from. */
import { day, decimal, money, percent } from "../../lib/format";
import { language, t } from "../../lib/i18n";
import type { Words } from "../../lib/words/en";
import type { Fact } from "./wire";

export function Facts({ facts: told }: { facts: Fact[] }) {
  const facts = told.filter((fact) => fact.name !== "as_of"); // each says its own day
  if (facts.length === 0) return null;
  return (
    <details class="w-full max-w-md text-sm">
      <summary class="link inline-block min-h-8 content-center">{t("ask_facts", { count: facts.length })}</summary>
      <ul class="mt-2 divide-y divide-line rounded-lg border border-line">
        {facts.map((fact) => <OneFact key={fact.name} fact={fact} />)}
      </ul>
    </details>
  );
}

function OneFact({ fact }: { fact: Fact }) {
  const page = pageOf(fact);
  return (
    <li class="grid grid-cols-[1fr_auto] items-baseline gap-x-4 px-3 py-2">
      <span class="min-w-0 break-words">{labelOf(fact)}</span>
      <strong class="text-end tabular-nums">{written(fact)}</strong>
      <span class="hint">{t("ask_as_of")} <time dateTime={fact.as_of}>{day(fact.as_of.slice(0, 10), language.value)}</time></span>
      {page && <a class="link min-h-8 content-center text-end" href={page}>{sourceOf(fact)}<span class="sr-only"> ({labelOf(fact)})</span></a>}
    </li>
  );
}

/** Only pages of this app: a figure never leads elsewhere. */
const pageOf = (fact: Fact): string | null => (/^\/(?![/\\])/.test(fact.source?.page ?? "") ? (fact.source?.page ?? null) : null);

const words = (key: string): string => t(key as keyof Words);
const sourceOf = (fact: Fact): string => words(`fact_source_${fact.source?.kind ?? ""}`) || t("fact_source");

/** A name such as `income.uber` or `lowest_point_2`, in words. */
export function labelOf(fact: Fact): string {
  if (fact.label) return fact.label;
  const text = words(`figure_${fact.name}`) || fact.name.replace(/[._]+/g, " ").trim();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The value as people write it; whatever cannot be read is shown as it came. */
export function written(fact: Fact): string {
  const { value, currency, unit } = fact;
  const locale = language.value;
  if (unit === "period") return span(value, locale); // the answer may say "last month"; here stand its days
  if (fact.text) return fact.text;
  const plain = typeof value === "string" || typeof value === "number" ? String(value) : "";
  if (unit === "money" && currency) return money(plain, currency, locale);
  if (unit === "rate" && currency) return t("ask_rate", { amount: money(plain, currency, locale), per: words(`per_${fact.per ?? ""}`) || (fact.per ?? "") });
  if (unit === "percent") return percent(Number(plain) / 100, locale, 1);
  if (unit === "date") return day(plain, locale);
  if (unit === "days") return t("ask_days", { count: plain });
  if (unit === "months") return t("ask_months", { count: plain });
  if (unit === "distance") return t(fact.per === "mile" ? "ask_miles" : "ask_kilometres", { count: decimal(plain, locale) });
  if (unit === "count" || unit === "score") return decimal(plain, locale);
  return plain;
}

function span(value: unknown, locale: string): string {
  const { from, to } = (value ?? {}) as { from?: string; to?: string };
  return from && to ? t("ask_span", { first: day(from, locale), last: day(to, locale) }) : "";
}
