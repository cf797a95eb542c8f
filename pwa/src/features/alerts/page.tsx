/** What to hear of now: newest first, each with what shows it, until it is dismissed or over. */
import { useEffect } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { day, money } from "../../lib/format";
import { language, t } from "../../lib/i18n";
import { explain } from "../../lib/trouble";
import type { Words } from "../../lib/words/en";
import { Failed, say, Waiting } from "../../ui/notice";
import { alerts, decide, seeAll, type Alert } from "./live";

const TONES = { info: "border-line", warning: "border-warn", urgent: "border-bad" };

export function Alerts() {
  useEffect(() => void alerts.reload().then(seeAll).catch(() => {}), []);
  const rows = alerts.data.value;
  return (
    <div class="mx-auto flex max-w-3xl flex-col gap-4">
      <div class="flex flex-wrap items-baseline justify-between gap-3">
        <h1>{t("alerts")}</h1>
        <p class="flex flex-wrap gap-x-4 text-sm">
          <a class="link min-h-8 content-center" href="/telephone">{t("tel_way")}</a>
          <a class="link min-h-8 content-center" href="/settings#alerts">{t("alerts_how")}</a>
        </p>
      </div>
      {alerts.trouble.value && <Failed trouble={alerts.trouble.value} retry={() => void alerts.reload()} />}
      {!rows && !alerts.trouble.value && <Waiting tall />}
      {rows?.length === 0 && <p class="card text-soft">{t("alerts_none")}</p>}
      {rows?.map((alert) => <OneAlert key={alert.id} alert={alert} />)}
    </div>
  );
}

function OneAlert({ alert }: { alert: Alert }) {
  const busy = useSignal(false);
  const dismiss = async () => {
    busy.value = true;
    try {
      await decide(alert, "dismiss");
      say(t("dismissed"), () => void decide(alert, "restore").catch((cause: unknown) => say(explain(cause))));
      document.querySelector<HTMLElement>("#main")?.focus(); // the button that had the focus is gone
    } catch (cause) {
      say(explain(cause));
    }
    busy.value = false;
  };
  const when = new Intl.DateTimeFormat(language.value, { dateStyle: "medium", timeStyle: "short" }).format(new Date(alert.created_at));
  return (
    <article class={`card flex flex-col gap-2 border-s-4 ${TONES[alert.severity]}`}>
      <p class="hint flex flex-wrap gap-x-2">
        {alert.status === "new" && <strong class="text-brand">{t("alert_new")}</strong>}
        <span>{t(`severity_${alert.severity}`)}</span>
        <time dateTime={alert.created_at}>{when}</time>
      </p>
      <h2 class="break-words">{alert.title}</h2>
      <p>{alert.body}</p>
      {alert.rows.length > 0 && <Rows alert={alert} />}
      <div class="flex flex-wrap items-center gap-4">
        <More kind={alert.kind} />
        <button class="link text-sm" disabled={busy.value} onClick={() => void dismiss()}>{t("alert_dismiss")}<span class="sr-only"> ({alert.title})</span></button>
      </div>
    </article>
  );
}

/** Where there is more about it. */
const LINKS: Partial<Record<Alert["kind"], [string, keyof Words]>> = {
  shortfall: ["/", "overview"],
  bill_due: ["/bills", "bills"],
  price_rise: ["/bills", "bills"],
  unusual_charge: ["/transactions", "transactions"],
  old_statement: ["/statements", "statements"],
  goal_reached: ["/goals", "goals"],
  telephone: ["/telephone", "telephone"],
};

function More({ kind }: { kind: Alert["kind"] }) {
  const link = LINKS[kind];
  return link ? <a class="link text-sm" href={link[0]}>{t(link[1])}</a> : null;
}

function Rows({ alert }: { alert: Alert }) {
  return (
    <details class="text-sm">
      <summary class="cursor-pointer text-soft">{t("evidence")}<span class="sr-only"> ({alert.title})</span></summary>
      <ul class="mt-1 flex flex-col gap-1">
        {alert.rows.map((row) => (
          <li key={row.transaction} class="grid grid-cols-[5.5rem_1fr_auto] gap-x-3">
            <span class="hint tabular-nums">{day(row.on, language.value)}</span>
            <span class="min-w-0 break-words">{row.memo}</span>
            <span class="text-right tabular-nums">{money(row.amount, row.currency, language.value)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
