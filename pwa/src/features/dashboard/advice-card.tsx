/** Advice: what to do next, the figures behind it, and what the person decides; a decision can be taken back. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { client, told } from "../../api/client";
import { day, decimal, money, percent } from "../../lib/format";
import { language, t } from "../../lib/i18n";
import type { Words } from "../../lib/words/en";
import { explain } from "../../lib/trouble";
import { Failed, say, Waiting } from "../../ui/notice";
import { telephone } from "../telephone/live";
import { RingAdvice } from "../telephone/ring-advice";
import { advice, type Recommendation } from "./live";

type Verb = "accept" | "dismiss" | "done" | "reopen";

export function AdviceCard() {
  const rows = advice.data.value;
  useEffect(() => void (telephone.data.value ?? telephone.reload()), []);
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

async function decide(row: Recommendation, verb: Verb, reason = ""): Promise<void> {
  const params = { path: { public_id: row.id } };
  try {
    await told(client.POST(`/api/v1/recommendations/{public_id}/${verb}`, { params, body: { reason } }));
    await advice.reload();
    if (verb === "dismiss") say(t("dismissed"), () => void decide(row, "reopen"));
    if (verb === "done") say(t("done_said"), () => void decide(row, "reopen"));
  } catch (cause) {
    say(explain(cause));
  }
}

function OneAdvice({ row }: { row: Recommendation }) {
  const busy = useSignal(false);
  const asking = useSignal(false);
  const pick = async (verb: Verb, reason = "") => {
    busy.value = true;
    await decide(row, verb, reason);
    busy.value = asking.value = false;
  };
  const click = (verb: Verb) => (verb === "dismiss" ? void (asking.value = true) : void pick(verb));
  const verbs: [Verb, keyof Words][] = row.status === "accepted" ? [["done", "done"], ["reopen", "take_back"]] : [["accept", "accept"], ["dismiss", "dismiss"]];
  return (
    <article class="flex flex-col gap-2 border-t border-line pt-3">
      <h3 class="font-semibold">{row.title}</h3>
      <p>{row.body}</p>
      {row.impact && <p class="text-sm font-medium text-brand">{impactOf(row.impact, row.currency)}</p>}
      <Evidence row={row} />
      {row.status === "accepted" && <p class="text-sm text-good">{t("accepted")}</p>}
      {asking.value
        ? <Reasons busy={busy.value} pick={(reason) => void pick("dismiss", reason)} cancel={() => (asking.value = false)} />
        : (
          <div class="flex flex-wrap gap-2">
            {verbs.map(([verb, word], index) => (
              <button key={verb} class={`button text-sm ${index === 0 ? "button-main" : "button-plain"}`} disabled={busy.value} onClick={() => click(verb)}>{t(word)}<span class="sr-only"> ({row.title})</span></button>
            ))}
          </div>
        )}
      {row.status !== "accepted" && <RingAdvice id={row.id} decided={() => void advice.reload()} />}
    </article>
  );
}

const REASONS = ["reason_known", "reason_wrong", "reason_cannot", "reason_none"] as const;

/** Why it is dismissed: kept with it, in the person's own language; none has to be given. */
function Reasons({ busy, pick, cancel }: { busy: boolean; pick: (reason: string) => void; cancel: () => void }) {
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);
  return (
    <div role="group" aria-label={t("reason_why")} class="flex flex-wrap items-center gap-2 text-sm" onKeyDown={(event) => event.key === "Escape" && cancel()}>
      <span class="font-medium">{t("reason_why")}</span>
      {REASONS.map((word, index) => (
        <button key={word} ref={index === 0 ? first : null} class="button button-plain" disabled={busy} onClick={() => pick(word === "reason_none" ? "" : t(word))}>{t(word)}</button>
      ))}
      <button class="link" onClick={cancel}>{t("reason_keep")}</button>
    </div>
  );
}

function Evidence({ row }: { row: Recommendation }) {
  return (
    <details class="text-sm">
      <summary class="cursor-pointer text-soft">{t("evidence")}<span class="sr-only"> ({row.title})</span></summary>
      <dl class="mt-1 grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-1">
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
