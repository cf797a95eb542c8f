/** The rows under their days; each opens to what is known of it. */
import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { day, money } from "../../lib/format";
import { language, t } from "../../lib/i18n";
import { categoryWord, sortWord } from "../../lib/sorts";
import { Detail } from "./detail";
import type { Row } from "./live";
import { pick, picked } from "./picking";

export function Days({ days }: { days: [string, Row[]][] }) {
  return (
    <div class="flex flex-col gap-4">
      {days.map(([on, rows]) => (
        <section key={on} aria-labelledby={`day-${on}`}>
          <h2 id={`day-${on}`} class="hint font-medium">{day(on, language.value, "long")}</h2>
          <ul class="divide-y divide-line">{rows.map((row) => <Line key={row.id} row={row} />)}</ul>
        </section>
      ))}
    </div>
  );
}

function Line({ row }: { row: Row }) {
  const open = useSignal(false);
  const id = useId();
  const amount = money(row.amount, row.currency, language.value);
  return (
    <li class="py-1">
      <div class="flex items-center gap-2">
        {picked.value && <input type="checkbox" class="size-6 shrink-0" aria-label={`${t("pick_one")}: ${row.memo} ${amount}`} checked={picked.value.has(row.id)} onChange={() => pick(row.id)} />}
        <button class="flex min-h-11 min-w-0 flex-1 cursor-pointer items-center justify-between gap-3 text-start" aria-expanded={open.value} aria-controls={id} onClick={() => (open.value = !open.value)}>
          <span class="min-w-0">
            <span class="line-clamp-2 break-words">{row.memo || t("row_no_memo")}</span>
            <span class="hint block">{[sortWord(row.kind), categoryWord(row.category ?? "")].filter(Boolean).join(" · ")}{row.needs_review && ` · ${t("row_to_look_at")}`}</span>
          </span>
          <span class={`shrink-0 tabular-nums ${row.amount.startsWith("-") ? "" : "font-semibold text-good"}`}>{amount}</span>
        </button>
      </div>
      <div id={id} hidden={!open.value}>{open.value && <Detail row={row} />}</div>
    </li>
  );
}
