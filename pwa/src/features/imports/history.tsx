/** The statements that were brought, newest first, each of which can be taken back. */
import { useSignal } from "@preact/signals";
import type { Schema } from "../../api/client";
import { language, t } from "../../lib/i18n";
import type { Resource } from "../../lib/resource";
import { explain } from "../../lib/trouble";
import { Failed, say, Waiting } from "../../ui/notice";
import { oneImport, Rejected, Span, undoImport } from "./outcome";

type Import = Schema["Import"];
type Props = { imports: Resource<Import[]>; accounts: Resource<Schema["Account"][]> };

export function History({ imports, accounts }: Props) {
  const rows = imports.data.value;
  const reload = () => void Promise.all([imports.reload(), accounts.reload()]);
  return (
    <section class="card flex flex-col gap-4" aria-labelledby="history">
      <h2 id="history">{t("imports")}</h2>
      {imports.trouble.value && <Failed trouble={imports.trouble.value} retry={reload} />}
      {!rows && imports.busy.value && <Waiting />}
      {rows?.length === 0 && <p class="text-soft">{t("no_imports")}</p>}
      <ul class="flex flex-col divide-y divide-line">
        {rows?.map((row) => <Past key={row.id} row={row} account={nameOf(accounts.data.value, row)} changed={reload} />)}
      </ul>
    </section>
  );
}

const nameOf = (accounts: Schema["Account"][] | null, row: Import) => accounts?.find((account) => account.id === row.linked_account)?.name ?? "";

function Past({ row, account, changed }: { row: Import; account: string; changed: () => void }) {
  const full = useSignal<Import | null>(null);
  const asking = useSignal(false);
  const busy = useSignal(false);
  const show = () => void (row.id && oneImport(row.id).then((found) => (full.value = found), (cause) => say(explain(cause))));
  const undo = async () => {
    busy.value = true;
    try {
      if (row.id) await undoImport(row.id);
      say(t("undone"));
      changed();
    } catch (cause) {
      say(explain(cause));
    } finally {
      busy.value = asking.value = false;
    }
  };
  return (
    <li class={`flex flex-col gap-1 py-3 ${row.undone_at ? "opacity-70" : ""}`}>
      <div class="flex items-baseline justify-between gap-3">
        <span class="min-w-0 font-medium break-words">{row.file_name}</span>
        <span class="hint shrink-0">{account}</span>
      </div>
      <Span outcome={row} />
      {row.status === "failed" && <p class="text-sm text-bad">{row.problem?.message}</p>}
      {(row.status === "waiting" || row.status === "running") && <p class="text-sm">{t("reading")}</p>}
      <p class="text-sm">{row.status === "done" && `${t("imported", { new: row.new, duplicates: row.duplicates })} · `}<When row={row} /></p>
      {full.value ? <Rejected outcome={full.value} /> : row.rejected_count > 0 && <button class="link self-start text-sm" onClick={show}>{t("rejected", { count: row.rejected_count })}</button>}
      {!row.undone_at && !asking.value && <button class="link self-start text-sm" onClick={() => (asking.value = true)}>{t("undo")}</button>}
      {asking.value && (
        <div class="flex flex-wrap items-center gap-3 text-sm" role="group">
          <span>{t("undo_sure")}</span>
          <button class="button button-main" disabled={busy.value} onClick={() => void undo()}>{t("undo")}</button>
          <button class="button button-plain" onClick={() => (asking.value = false)}>{t("keep")}</button>
        </div>
      )}
    </li>
  );
}

function When({ row }: { row: Import }) {
  if (row.undone_at) return <strong>{t("undone")}</strong>;
  const at = new Date(row.created_at ?? "");
  return <time dateTime={row.created_at ?? ""}>{new Intl.DateTimeFormat(language.value, { dateStyle: "medium", timeStyle: "short" }).format(at)}</time>;
}
