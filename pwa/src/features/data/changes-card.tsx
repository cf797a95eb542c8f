/** Who changed what, and when; what can be taken back has a button for it. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { asTrouble, client, csrfToken, told, troubleOf } from "../../api/client";
import { ofMinor } from "../../lib/format";
import { language, t } from "../../lib/i18n";
import { resource } from "../../lib/resource";
import { me } from "../../lib/session";
import { categoryWord, sortWord } from "../../lib/sorts";
import { explain } from "../../lib/trouble";
import type { Words } from "../../lib/words/en";
import { Failed, say, Waiting } from "../../ui/notice";
import type { Entry } from "./live";

const FEW = 10;
const older = resource(() => Promise.resolve<Entry[]>([]));
export const changes = resource(async () => {
  const found = await told(client.GET("/api/v1/audit", { params: { query: { limit: FEW } } }));
  older.put([]);
  return found;
});

export function ChangesCard() {
  const next = useSignal<string | null>(null);
  const cursor = (address: string | null | undefined) => (address ? new URL(address).searchParams.get("cursor") : null);
  useEffect(() => void changes.reload().then(() => (next.value = cursor(changes.data.value?.next))), []);
  const more = async () => {
    const query = { limit: 50, cursor: next.value ?? "" };
    const found = await told(client.GET("/api/v1/audit", { params: { query } })).catch((cause: unknown) => say(explain(cause)));
    if (!found) return;
    older.put([...(older.data.value ?? []), ...found.results]);
    next.value = cursor(found.next);
  };
  const { data, trouble } = changes;
  const rows = [...(data.value?.results ?? []), ...(older.data.value ?? [])];
  return (
    <section class="card flex min-w-0 flex-col gap-3" aria-labelledby="what-changed">
      <h2 id="what-changed">{t("what_changed")}</h2>
      <p class="hint">{t("changed_hint")}</p>
      {trouble.value && <Failed trouble={trouble.value} retry={() => void changes.reload()} />}
      {!data.value && !trouble.value && <Waiting />}
      {data.value && rows.length === 0 && <p class="text-soft">{t("changed_none")}</p>}
      <ul class="flex flex-col divide-y divide-line">{rows.map((row) => <OneChange key={row.id} row={row} />)}</ul>
      {next.value && <button class="button button-plain self-start" onClick={() => void more()}>{t("changed_more")}</button>}
    </section>
  );
}

function OneChange({ row }: { row: Entry }) {
  const busy = useSignal(false);
  const at = new Intl.DateTimeFormat(language.value, { dateStyle: "medium", timeStyle: "short" }).format(new Date(row.at));
  const takeBack = async () => {
    busy.value = true;
    await undo(row).then(() => say(t("changed_undone")), (cause: unknown) => say(explain(asTrouble(cause))));
    await changes.reload();
    busy.value = false;
  };
  return (
    <li class="flex items-start justify-between gap-3 py-2">
      <div class="min-w-0">
        <p class="break-words">
          <span class="font-medium">{named(row.action)}</span>
          {row.object_name && <span> · {objectOf(row)}</span>}
        </p>
        {Object.entries(row.changes).map(([field, [before, after]]) => (
          <p key={field} class="text-sm break-words">{fieldOf(field)}: {shown(before, field)} → {shown(after, field)}</p>
        ))}
        <p class="hint">{at} · {t(`by_${row.by}`, { name: row.by_name ?? "" })}{row.restored ? ` · ${t("restored_mark")}` : ""}</p>
      </div>
      {row.undo && <button class="link min-h-11 shrink-0 text-sm" disabled={busy.value} aria-label={`${t("undo")}: ${named(row.action)} ${row.object_name ?? ""}`} onClick={() => void takeBack()}>{t("undo")}</button>}
    </li>
  );
}

/** What an action is called; one that nobody has worded yet, as the server calls it. */
export function named(action: string): string {
  return t(`audit_${action.replace(".", "_")}` as keyof Words) || action.replace(/[._]/g, " ");
}

/** What was changed; the action that was asked for is named, not its code. */
const objectOf = ({ action, object_name: name }: Entry): string => (action.startsWith("proposal.") && t(`action_${name}` as keyof Words)) || (name ?? "");

export function fieldOf(field: string): string {
  const plain = field.replace(/_minor$/, "");
  return t(`changed_${plain}` as keyof Words) || plain.replaceAll("_", " ");
}

/** A value as people write it; `_minor` fields count the smallest coins of the person's own currency. */
export function shown(value: unknown, field = ""): string {
  if (value === null || value === undefined || value === "") return t("nothing");
  if (field.endsWith("_minor") && typeof value === "number" && me.value) return ofMinor(value, me.value.home_currency, language.value);
  if (field === "kind") return sortWord(value as Parameters<typeof sortWord>[0]) || String(value as string);
  if (field === "category") return categoryWord(String(value as string));
  return typeof value === "object" ? JSON.stringify(value) : String(value as string | number | boolean);
}

/** Send the request that takes something back; the server wrote it down when the change was made. */
async function undo({ undo: back }: Entry): Promise<void> {
  if (!back) return;
  const headers = { "Content-Type": "application/json", "X-CSRFToken": csrfToken() };
  const body = back.body ? JSON.stringify(back.body) : null;
  const answer = await fetch(`/api/v1/${back.path}`, { method: back.method, headers, body });
  if (!answer.ok) throw troubleOf(answer.status, await answer.json().catch(() => null));
}
