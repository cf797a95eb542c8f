/** The calls of the person, the newest first: what became of each, how long it was, what it cost, and its course. */
import { useSignal } from "@preact/signals";
import { asTrouble, type Trouble } from "../../api/client";
import { language, t } from "../../lib/i18n";
import { explain } from "../../lib/trouble";
import type { Words } from "../../lib/words/en";
import { Failed, say, Waiting } from "../../ui/notice";
import { dayAndTime, length, toTheSecond } from "./clock";
import { rings } from "./rings";
import { calls, moreCalls, oneCall } from "./live";
import type { Call, WholeCall } from "./wire";

export function CallsCard() {
  const page = calls.data.value;
  const retry = () => void calls.reload();
  const more = () => void moreCalls().catch((cause: unknown) => say(explain(cause)));
  return (
    <section class="card flex flex-col gap-3" aria-labelledby="tel-calls">
      <h2 id="tel-calls">{t("tel_calls")}</h2>
      {calls.trouble.value && <Failed trouble={calls.trouble.value} retry={retry} />}
      {!page && !calls.trouble.value && <Waiting />}
      {page?.rows.length === 0 && <p class="text-soft">{t("tel_calls_none")}</p>}
      {page && page.rows.length > 0 && <ul class="flex flex-col divide-y divide-line">{page.rows.map((call) => <OneCall key={call.id} call={call} />)}</ul>}
      {page?.next && <button class="link min-h-8 self-start text-sm" onClick={more}>{t("tel_calls_more")}</button>}
    </section>
  );
}

const words = (key: string): string => t(key as keyof Words);

/** How it ended in words; what has no words of its own is told by its status. */
function outcomeOf(call: Call): string {
  const ring = rings.data.value?.find((one) => one.id === call.ring);
  const decided = call.disposition === "decided" && ring ? words(`tel_end_${ring.outcome}`) : "";
  return decided || words(`tel_end_${call.disposition}`) || words(`tel_status_${call.status.replace("-", "_")}`);
}

/** Calls cost fractions of a cent. */
function priceOf(amount: string, currency: string): string {
  const shape = { style: "currency", currency, currencyDisplay: "narrowSymbol", maximumFractionDigits: 4 } as const;
  return new Intl.NumberFormat(language.value, shape).format(amount as unknown as number);
}

function OneCall({ call }: { call: Call }) {
  const title = `${t(`tel_${call.direction}` as keyof Words)}: ${words(`tel_purpose_${call.purpose}`)}`;
  const rest = [call.number_ends && t("tel_ends", { ends: call.number_ends }), outcomeOf(call), call.price && priceOf(call.price, call.price_currency)].filter(Boolean);
  return (
    <li class="flex flex-col gap-1 py-3">
      <div class="flex items-baseline justify-between gap-3">
        <h3 class="min-w-0 font-medium break-words">{title}</h3>
        <span class="shrink-0 text-sm tabular-nums">{call.duration_s === null ? "" : <><span class="sr-only">{t("tel_length")} </span>{length(call.duration_s)}</>}</span>
      </div>
      <p class="hint"><time dateTime={call.created_at}>{dayAndTime(call.created_at)}</time>{rest.map((one) => ` · ${one}`).join("")}</p>
      <Course call={call} title={title} />
    </li>
  );
}

/** What happened on it, step by step; fetched when it is opened. */
function Course({ call, title }: { call: Call; title: string }) {
  const open = useSignal(false);
  const whole = useSignal<WholeCall | null>(null);
  const trouble = useSignal<Trouble | null>(null);
  const look = async () => {
    trouble.value = null;
    try {
      whole.value = await oneCall(call.id);
    } catch (cause) {
      trouble.value = asTrouble(cause);
    }
  };
  return (
    <details class="text-sm" onToggle={(event) => { open.value = event.currentTarget.open; if (open.value) void look(); }}>
      <summary class="min-h-8 cursor-pointer content-center text-soft">{t("tel_course")}<span class="sr-only"> ({title}, {dayAndTime(call.created_at)})</span></summary>
      {trouble.value && <Failed trouble={trouble.value} retry={() => void look()} />}
      {open.value && !whole.value && !trouble.value && <Waiting />}
      {whole.value && <Events call={whole.value} />}
    </details>
  );
}

function Events({ call }: { call: WholeCall }) {
  return (
    <div class="mt-1 flex flex-col gap-2">
      {call.conversation && <a class="link min-h-8 content-center" href={`/assistant?talk=${call.conversation}`}>{t("tel_said")}</a>}
      {call.events.length === 0 && <p class="hint">{t("tel_course_none")}</p>}
      <ol class="flex flex-col gap-1">
        {call.events.map((event, index) => (
          <li key={index} class="grid grid-cols-[6.5rem_1fr] gap-x-3">
            <time dateTime={event.at} class="hint tabular-nums">{toTheSecond(event.at)}</time>
            <span>{wordsOf(event)}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

function wordsOf({ kind, details }: WholeCall["events"][number]): string {
  const status = kind === "status" ? String(details["status"] ?? "") : "";
  const who = String(details["answered_by"] ?? "");
  if (who) return t(who === "human" ? "tel_by_human" : who.startsWith("machine") || who === "fax" ? "tel_by_machine" : "tel_by_unknown");
  return words(`tel_status_${status.replace("-", "_")}`) || words(`tel_event_${kind}`) || kind;
}
