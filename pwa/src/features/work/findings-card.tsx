/** The payout audit: what a platform's own statement shows to be missing, and a text that asks for it. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { day, money } from "../../lib/format";
import { language, t } from "../../lib/i18n";
import { explain } from "../../lib/trouble";
import type { Words } from "../../lib/words/en";
import { Failed, say, Waiting } from "../../ui/notice";
import { Tabs } from "../../ui/tabs";
import { decide, findings, status, type Finding, type Verb } from "./live";
import { named } from "./platforms-card";

const FIGURES = ["base", "bonus", "promised", "tip", "fee", "deduction", "expected", "stated"] as const;
const NEXT: Record<Finding["status"], readonly Verb[]> = { open: ["appeal", "paid", "dismiss"], appealed: ["paid", "dismiss", "reopen"], paid: ["reopen"], dismissed: ["reopen"] };
const BACK: Record<Finding["status"], Verb> = { open: "reopen", appealed: "appeal", paid: "paid", dismissed: "dismiss" };

export function FindingsCard() {
  const retry = () => void findings.reload();
  useEffect(retry, []);
  const pick = (one: string) => {
    status.value = one as "open" | "all";
    retry();
  };
  const rows = findings.data.value;
  return (
    <section class="card flex flex-col gap-3" aria-labelledby="findings">
      <div class="flex flex-wrap items-center justify-between gap-2">
        <h2 id="findings">{t("work_findings")}</h2>
        <Tabs label={t("work_findings")} options={[["open", t("work_status_open")], ["all", t("work_status_all")]]} value={status.value} pick={pick} />
      </div>
      <p class="hint">{t("work_findings_hint")}</p>
      {findings.trouble.value && <Failed trouble={findings.trouble.value} retry={retry} />}
      {!rows && !findings.trouble.value && <Waiting />}
      {rows?.length === 0 && <p class="text-soft">{t("work_no_findings")}</p>}
      <ul class="flex flex-col divide-y divide-line">{rows?.map((one) => <OneFinding key={one.id} one={one} />)}</ul>
    </section>
  );
}

function OneFinding({ one }: { one: Finding }) {
  const locale = language.value;
  const told = FIGURES.filter((name) => name in one.figures).map((name) => `${t(`work_part_${name}`)} ${money(one.figures[name] ?? "0", one.currency, locale)}`);
  return (
    <li class="flex flex-col gap-2 py-3">
      <div class="flex items-baseline justify-between gap-3">
        <h3 class="min-w-0 font-medium break-words">{t(`work_finding_${one.kind}`)}</h3>
        {one.amount && <span class="font-semibold tabular-nums">{money(one.amount, one.currency, locale)}</span>}
      </div>
      <p class="hint">{named(one.platform)} · {day(one.on, locale)}{one.status !== "open" ? ` · ${t(`work_status_${one.status}`)}` : ""}</p>
      {told.length > 0 && <p class="text-sm">{told.join(" · ")}</p>}
      <p class="hint">{one.lines.map((line) => t("work_stands_in", { file: line.file_name, line: line.line })).join("; ")}</p>
      <Appeal one={one} />
      <Actions one={one} />
    </li>
  );
}

function Appeal({ one }: { one: Finding }) {
  const copy = () => void navigator.clipboard.writeText(one.appeal).then(() => say(t("copied")), () => say(t("went_wrong")));
  return (
    <details class="text-sm">
      <summary class="cursor-pointer text-soft">{t("work_appeal")}</summary>
      <div class="mt-2 flex flex-col items-start gap-2">
        <blockquote lang={one.language} class="w-full rounded-lg border border-line bg-page p-3 break-words whitespace-pre-line">{one.appeal}</blockquote>
        <button class="button button-plain" onClick={copy}>{t("copy")}</button>
      </div>
    </details>
  );
}

function Actions({ one }: { one: Finding }) {
  const busy = useSignal(false);
  const run = async (verb: Verb) => {
    busy.value = true;
    await decide(one, verb).then(
      () => say(t("saved"), () => void decide(one, BACK[one.status])),
      (cause: unknown) => say(explain(cause)),
    );
    busy.value = false;
  };
  return (
    <div class="flex flex-wrap gap-4 text-sm">
      {NEXT[one.status].map((verb) => (
        <button key={verb} class="link" disabled={busy.value} onClick={() => void run(verb)}>
          {t(`work_verb_${verb}` as keyof Words)}<span class="sr-only"> ({t(`work_finding_${one.kind}`)}, {day(one.on, language.value)})</span>
        </button>
      ))}
    </div>
  );
}
