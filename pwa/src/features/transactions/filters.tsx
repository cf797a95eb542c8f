/** What to look for: words at hand, the rest behind a button that says how many filters are on. */
import { useSignal } from "@preact/signals";
import { useEffect, useId, useRef } from "preact/hooks";
import { t } from "../../lib/i18n";
import { categoryWord, SORTS, sortWord } from "../../lib/sorts";
import { Choice } from "../../ui/form";
import { accounts, categories, type Filters as Chosen } from "./live";

const PAUSE_MS = 300; // between the last key and the question
type Props = { filters: Chosen; change: (filters: Chosen) => void };

export function Filters({ filters, change }: Props) {
  const open = useSignal(false);
  const panel = useId();
  const count = Object.keys(filters).filter((name) => name !== "q").length;
  const set = (part: Chosen) => change(Object.fromEntries(Object.entries({ ...filters, ...part }).filter(([, value]) => value)));
  return (
    <form role="search" class="card flex flex-col gap-3" onSubmit={(event) => event.preventDefault()}>
      <div class="flex items-end gap-3">
        <Words value={filters.q ?? ""} change={(q) => set({ q })} />
        <button type="button" class="button button-plain shrink-0" aria-expanded={open.value} aria-controls={panel} onClick={() => (open.value = !open.value)}>
          {count ? t("filters_on", { count }) : t("filters")}
        </button>
      </div>
      <div id={panel} hidden={!open.value}>
        <Panel filters={filters} set={set} />
        {count > 0 && <button type="button" class="link mt-3 text-sm" onClick={() => change(filters.q ? { q: filters.q } : {})}>{t("clear_filters")}</button>}
      </div>
    </form>
  );
}

/** The words, asked for when the typing pauses. */
function Words({ value, change }: { value: string; change: (words: string) => void }) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const timer = useRef(0);
  useEffect(() => {
    if (field.current && field.current !== document.activeElement) field.current.value = value; // came with the address
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const later = (words: string) => {
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => change(words.trim()), PAUSE_MS);
  };
  return (
    <div class="flex min-w-0 flex-1 flex-col gap-1">
      <label for={id} class="text-sm font-medium">{t("search")}</label>
      <input ref={field} id={id} type="search" class="field" placeholder={t("search_hint")} defaultValue={value} maxLength={100} onInput={(event) => later(event.currentTarget.value)} />
    </div>
  );
}

function Panel({ filters, set }: { filters: Chosen; set: (part: Chosen) => void }) {
  const named = (accounts.data.value ?? []).map(({ id, name }) => [id, name] as const);
  const kinds = SORTS.map((kind) => [kind, sortWord(kind)] as const);
  const used = (categories.data.value ?? []).filter(({ transactions }) => transactions > 0).map(({ name }) => [name, categoryWord(name)] as const);
  return (
    <div class="grid grid-cols-2 gap-3 sm:grid-cols-3">
      <Choice label={t("row_account")} name="account" value={filters.account ?? ""} options={[["", t("all_accounts")], ...named]} onPick={(account) => set({ account })} />
      <Choice label={t("what_it_is")} name="kind" value={filters.kind ?? ""} options={[["", t("all_kinds")], ...kinds]} onPick={(kind) => set({ kind })} />
      <Choice label={t("category")} name="category" value={filters.category ?? ""} options={[["", t("all_categories")], ...used]} onPick={(category) => set({ category })} />
      <Choice label={t("direction")} name="direction" value={filters.direction ?? ""} options={[["", t("only_either")], ["in", t("only_in")], ["out", t("only_out")]]} onPick={(direction) => set({ direction })} />
      <Day label={t("from_day")} value={filters.from} change={(from) => set({ from })} />
      <Day label={t("to_day")} value={filters.to} change={(to) => set({ to })} />
    </div>
  );
}

function Day({ label, value = "", change }: { label: string; value?: string | undefined; change: (day: string) => void }) {
  const id = useId();
  return (
    <div class="flex flex-col gap-1">
      <label for={id} class="text-sm font-medium">{label}</label>
      <input id={id} type="date" class="field" value={value} onChange={(event) => change(event.currentTarget.value)} />
    </div>
  );
}
