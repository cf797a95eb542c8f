/** Transactions side by side, what differs between them in bold; on a narrow screen below each other. */
import type { Schema } from "../../api/client";
import { day, money } from "../../lib/format";
import { language, t } from "../../lib/i18n";
import { differences, type Row } from "./live";

type Props = { rows: Row[]; accounts: Schema["Account"][] | null; marked?: boolean };

export function SideBySide({ rows, accounts, marked = false }: Props) {
  const differing = marked ? differences(rows) : new Set<string>();
  const weight = (field: string) => (differing.has(field) ? "font-semibold" : "");
  return (
    <ul class="grid gap-3 sm:grid-cols-2">
      {rows.map((row) => (
        <li key={row.id} class="min-w-0 rounded-lg bg-tint p-3">
          <dl class="grid grid-cols-[auto_1fr] gap-x-3 text-sm">
            <dt class="text-soft">{t("row_day")}</dt>
            <dd class={weight("posted_on")}>{day(row.posted_on, language.value)}</dd>
            <dt class="text-soft">{t("row_memo")}</dt>
            <dd class={`break-words ${weight("memo")}`}>{row.memo || t("row_no_memo")}</dd>
            <dt class="text-soft">{t("row_amount")}</dt>
            <dd class={`tabular-nums ${weight("amount")}`}>{money(row.amount, row.currency, language.value)}</dd>
            <dt class="text-soft">{t("row_account")}</dt>
            <dd class="break-words">{accounts?.find((account) => account.id === row.linked_account)?.name ?? ""}</dd>
          </dl>
        </li>
      ))}
    </ul>
  );
}
