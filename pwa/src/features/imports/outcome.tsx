/** What an import brought, line by line where lines were rejected. */
import { useEffect, useRef } from "preact/hooks";
import { client, told, type Schema } from "../../api/client";
import { day, money } from "../../lib/format";
import { language, t } from "../../lib/i18n";
import { Notice } from "../../ui/notice";

type Outcome = Schema["Import"];

export function Brought({ outcome, again }: { outcome: Outcome; again: () => void }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []); // the form that had the focus is gone
  return (
    <section class="card flex min-w-0 flex-col gap-4" aria-labelledby="brought">
      <h2 ref={heading} id="brought" tabIndex={-1} class="break-words">{outcome.file_name}</h2>
      <Notice tone="good">{t("imported", { new: outcome.new, duplicates: outcome.duplicates })}</Notice>
      {outcome.needs_review > 0 && <Notice tone="warn">{t("to_look_at", { count: outcome.needs_review })}</Notice>}
      <Span outcome={outcome} />
      <Rejected outcome={outcome} />
      <div class="flex flex-wrap gap-3">
        <a class="button button-main" href="/">{t("see_picture")}</a>
        <button class="button button-plain" onClick={again}>{t("another")}</button>
      </div>
    </section>
  );
}

export function Span({ outcome }: { outcome: Outcome }) {
  const locale = language.value;
  if (!outcome.first_on || !outcome.last_on) return null;
  const amounts = { in: money(outcome.total_in, outcome.currency, locale), out: money(outcome.total_out, outcome.currency, locale) };
  return <p class="hint">{t("span", { first: day(outcome.first_on, locale), last: day(outcome.last_on, locale), ...amounts })}</p>;
}

export function Rejected({ outcome }: { outcome: Outcome }) {
  if (outcome.rejected_count === 0) return null;
  return (
    <details open class="text-sm">
      <summary class="cursor-pointer font-medium text-warn">{t("rejected", { count: outcome.rejected_count })}</summary>
      <div class="mt-2 max-h-64 overflow-auto">
        <table class="w-full text-left">
          <thead><tr><th scope="col" class="pe-4">{t("line")}</th><th scope="col">{t("reason")}</th></tr></thead>
          <tbody>
            {outcome.rejected.map((row) => (
              <tr key={row.line} class="border-t border-line"><td class="pe-4 align-top">{row.line}</td><td>{row.reason}</td></tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

export const oneImport = (id: string) => told(client.GET("/api/v1/imports/{public_id}", { params: { path: { public_id: id } } }));
export const undoImport = (id: string) => told(client.DELETE("/api/v1/imports/{public_id}", { params: { path: { public_id: id } } }));
