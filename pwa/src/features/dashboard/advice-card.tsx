/** Advice: what to do next, the figures behind it, and what the person decides; a decision can be taken back. */
import { useSignal } from "@preact/signals";
import { client, told } from "../../api/client";
import { day, decimal, money, percent } from "../../lib/format";
import { language, t } from "../../lib/i18n";
import type { Words } from "../../lib/words/en";
import { explain } from "../../lib/trouble";
import { Failed, say, Waiting } from "../../ui/notice";
import { advice, type Recommendation } from "./live";

type Verb = "accept" | "dismiss" | "done" | "reopen";

export function AdviceCard() {
  const rows = advice.data.value;
  return (
    <section class="card flex flex-col gap-4" aria-labelledby="advice">
      <h2 id="advice">{t("advice")}</h2>
      {advice.trouble.value && <Failed trouble={advice.trouble.value} retry={() => void advice.reload()} />}
      {!rows && !advice.trouble.value && <Waiting />}
      {rows?.length === 0 && <p class="text-soft">{t("no_advice")}</p>}
      {rows?.map((row) => <OneAdvice key={row.id} row={row} />)}
    </section>
  );
}

async function decide(row: Recommendation, verb: Verb): Promise<void> {
  const params = { path: { public_id: row.id } };
  try {
    await told(client.POST(`/api/v1/recommendations/{public_id}/${verb}`, { params, body: { reason: "" } }));
    await advice.reload();
    if (verb === "dismiss") say(t("dismissed"), () => void decide(row, "reopen"));
    if (verb === "done") say(t("done_said"), () => void decide(row, "reopen"));
  } catch (cause) {
    say(explain(cause));
  }
}

function OneAdvice({ row }: { row: Recommendation }) {
  const busy = useSignal(false);
  const pick = async (verb: Verb) => {
    busy.value = true;
    await decide(row, verb);
    busy.value = false;
  };
  const verbs: [Verb, keyof Words][] = row.status === "accepted" ? [["done", "done"], ["reopen", "take_back"]] : [["accept", "accept"], ["dismiss", "dismiss"]];
  return (
    <article class="flex flex-col gap-2 border-t border-line pt-3">
      <h3 class="font-semibold">{row.title}</h3>
      <p>{row.body}</p>
      {row.impact && <p class="text-sm font-medium text-brand">{impactOf(row.impact, row.currency)}</p>}
      <Evidence row={row} />
      {row.status === "accepted" && <p class="text-sm text-good">{t("accepted")}</p>}
      <div class="flex flex-wrap gap-2">
        {verbs.map(([verb, word], index) => (
          <button key={verb} class={`button text-sm ${index === 0 ? "button-main" : "button-plain"}`} disabled={busy.value} onClick={() => void pick(verb)}>{t(word)}</button>
        ))}
      </div>
    </article>
  );
}

function Evidence({ row }: { row: Recommendation }) {
  return (
    <details class="text-sm">
      <summary class="cursor-pointer text-soft">{t("evidence")}<span class="sr-only"> ({row.title})</span></summary>
      <dl class="mt-1 grid grid-cols-[1fr_auto] gap-x-3 gap-y-1">
        {row.evidence.map((fact) => (
          <>
            <dt>{t(`fact_${fact.name}` as keyof Words) || fact.name} <span class="hint">({t(`source_${fact.source}` as keyof Words) || fact.source})</span></dt>
            <dd class="text-right tabular-nums">{valueOf(fact.value, fact.unit)}</dd>
          </>
        ))}
      </dl>
      {row.rows.length > 0 && <Rows rows={row.rows} />}
    </details>
  );
}

/** The transactions that show it, the newest first. */
function Rows({ rows }: { rows: Recommendation["rows"] }) {
  return (
    <ul class="mt-2 flex flex-col gap-1 border-t border-line pt-2">
      {rows.map((one) => (
        <li key={one.transaction} class="grid grid-cols-[5.5rem_1fr_auto] gap-x-3">
          <span class="hint tabular-nums">{day(one.on, language.value)}</span>
          <span class="min-w-0 break-words">{one.memo}</span>
          <span class="text-right tabular-nums">{money(one.amount, one.currency, language.value)}</span>
        </li>
      ))}
    </ul>
  );
}

/** A fact in its unit: a currency's code, a ratio, a date, or a count of something. */
export function valueOf(value: string, unit: string): string {
  const locale = language.value;
  if (/^[A-Z]{3}$/.test(unit)) return money(value, unit, locale);
  if (unit === "ratio") return percent(value, locale);
  if (unit === "date") return day(value, locale);
  if (unit === "text") return value;
  if (unit === "count") return decimal(value, locale);
  return `${decimal(value, locale)} ${t(`unit_${unit}` as keyof Words)}`;
}

function impactOf({ measure, before, after }: NonNullable<Recommendation["impact"]>, currency: string): string {
  const unit = { shortfall_probability: "ratio", safe_to_spend: currency, yearly_cost: currency }[measure] ?? "points";
  const show = (value: string) => (unit === "points" ? decimal(value, language.value) : valueOf(value, unit));
  return t("impact", { measure: t(`impact_${measure}` as keyof Words), before: show(before), after: show(after) });
}
