/** Everything of a person: out as a zip, and back into an empty account. */
import { useSignal } from "@preact/signals";
import { day } from "../../lib/format";
import { language, t } from "../../lib/i18n";
import { learnMe } from "../../lib/session";
import { explain } from "../../lib/trouble";
import { Spinner } from "../../ui/form";
import { Notice } from "../../ui/notice";
import { changes } from "./changes-card";
import { askExport, askRestore, follow, type Archive } from "./live";

const count = (rows: number) => new Intl.NumberFormat(language.value).format(rows);
const moment = (iso: string) => new Intl.DateTimeFormat(language.value, { dateStyle: "medium", timeStyle: "short" }).format(new Date(iso));

export function DataCard() {
  return (
    <section class="card flex flex-col gap-4" aria-labelledby="your-data">
      <h2 id="your-data">{t("your_data")}</h2>
      <Export />
      <Restore />
    </section>
  );
}

function Export() {
  const row = useSignal<Archive | null>(null);
  const busy = useSignal(false);
  const trouble = useSignal("");
  const make = async () => {
    busy.value = true;
    trouble.value = "";
    try {
      row.value = await follow(await askExport(), (look) => (row.value = look));
      void changes.reload();
    } catch (cause) {
      trouble.value = explain(cause);
    } finally {
      busy.value = false;
    }
  };
  const progress = row.value?.progress;
  return (
    <div class="flex flex-col items-start gap-3">
      <p class="hint">{t("data_hint")}</p>
      <button class="button button-plain" disabled={busy.value} aria-busy={busy.value} onClick={() => void make()}>
        {busy.value && <Spinner />}
        {t("export_make")}
      </button>
      {busy.value && <Notice>{progress ? t("export_making", { done: count(progress.done), total: count(progress.total) }) : t("export_waiting")}</Notice>}
      {row.value?.download && (
        <Notice tone="good">
          <span class="block">{t("export_ready", { rows: count(row.value.rows), until: moment(row.value.expires_at ?? "") })}</span>
          <a class="link" href={new URL(row.value.download).pathname} download>{t("export_fetch")}</a>
        </Notice>
      )}
      {trouble.value && <Notice tone="bad">{trouble.value}</Notice>}
    </div>
  );
}

function Restore() {
  const file = useSignal<File | null>(null);
  const tried = useSignal<Archive | null>(null);
  const busy = useSignal("");
  const done = useSignal(0);
  const trouble = useSignal("");
  const send = async (chosen: File, dryRun: boolean) => {
    busy.value = t(dryRun ? "restore_trying" : "restore_doing", { done: 0 });
    trouble.value = "";
    try {
      const told = (look: Archive) => look.progress && (busy.value = t("restore_doing", { done: count(look.progress.done) }));
      const row = await follow(await askRestore(chosen, dryRun), told);
      tried.value = dryRun ? row : null;
      if (dryRun) return;
      done.value = row.rows;
      file.value = null;
      await learnMe();
      void changes.reload();
    } catch (cause) {
      tried.value = null;
      trouble.value = explain(cause);
    } finally {
      busy.value = "";
    }
  };
  const choose = (chosen: File | null) => {
    file.value = chosen;
    tried.value = null;
    done.value = 0;
    if (chosen) void send(chosen, true);
  };
  return (
    <div class="flex flex-col items-start gap-3 border-t border-line pt-4">
      <h3 class="font-semibold">{t("restore")}</h3>
      <p class="hint">{t("restore_hint")}</p>
      <label class="button button-plain focus-within:outline-3 focus-within:outline-brand">
        {t("restore_choose")}
        <input type="file" accept=".zip,application/zip" class="sr-only" disabled={busy.value !== ""} onChange={(event) => choose(event.currentTarget.files?.[0] ?? null)} />
      </label>
      {busy.value && <Notice>{busy.value}</Notice>}
      {trouble.value && <Notice tone="bad">{trouble.value}</Notice>}
      {tried.value?.result && file.value && (
        <Tried row={tried.value} busy={busy.value !== ""} go={() => file.value && void send(file.value, false)} stop={() => choose(null)} />
      )}
      {done.value > 0 && <Notice tone="good">{t("restore_done", { rows: count(done.value) })}</Notice>}
    </div>
  );
}

type TriedProps = { row: Archive; busy: boolean; go: () => void; stop: () => void };

/** What a file would bring, before anything is done. */
function Tried({ row, busy, go, stop }: TriedProps) {
  const counts = Object.entries(row.result?.counts ?? {});
  return (
    <div class="flex w-full flex-col gap-3">
      <p>{t("restore_would", { rows: count(row.rows), date: day(row.result?.made_at.slice(0, 10) ?? "", language.value) })}</p>
      <ul class="columns-2 text-sm text-soft">
        {counts.map(([name, rows]) => <li key={name}>{count(rows)} {name.replaceAll("_", " ")}</li>)}
      </ul>
      <div class="flex flex-wrap gap-3">
        <button class="button button-main" disabled={busy} onClick={go}>{t("restore_now")}</button>
        <button class="button button-plain" disabled={busy} onClick={stop}>{t("cancel")}</button>
      </div>
    </div>
  );
}
