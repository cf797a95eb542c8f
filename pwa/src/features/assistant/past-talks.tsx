/** Past conversations: found, opened again, taken along, deleted; and how long they are kept. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { day } from "../../lib/format";
import { language, t } from "../../lib/i18n";
import { explain } from "../../lib/trouble";
import { Choice } from "../../ui/form";
import { Failed, say, Waiting } from "../../ui/notice";
import { conversation, turns } from "./conversation";
import { forget, forgetAll, keepFor, keeping, more, open, talks, words, type Talk } from "./talks";
import { happen } from "./voice";

const WIDE = "(min-width: 64rem)";
const DAYS = [0, 7, 30, 90, 365];
const TYPING_MS = 300;
const tried = (what: Promise<void>) => what.catch((cause: unknown) => say(explain(cause)));

export function PastTalks() {
  const wide = matchMedia(WIDE).matches;
  const look = () => void Promise.all([talks.reload(), keeping.reload()]);
  useEffect(() => void (wide && look()), []);
  // Each answer makes the conversation one question longer; the first one begins it.
  const answered = turns.value.filter((turn) => turn.status === "answered").length;
  useEffect(() => void (talks.data.value && conversation.value && talks.reload()), [conversation.value, answered]);
  return (
    <details class="card w-full" open={wide} onToggle={(event) => event.currentTarget.open && !talks.data.value && look()}>
      <summary class="min-h-8 cursor-pointer content-center font-medium">{t("talks")}</summary>
      <div class="mt-3 flex flex-col gap-4">
        <Search />
        <List />
        <Keeping />
      </div>
    </details>
  );
}

function Search() {
  const timer = useRef(0);
  const search = (typed: string) => {
    words.value = typed;
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => void talks.reload(), TYPING_MS);
  };
  return (
    <form role="search" onSubmit={(event) => event.preventDefault()}>
      <input type="search" class="field" aria-label={t("talks_search")} placeholder={t("talks_search")} value={words.value} maxLength={200} onInput={(event) => search(event.currentTarget.value)} />
    </form>
  );
}

function List() {
  const page = talks.data.value;
  if (talks.trouble.value) return <Failed trouble={talks.trouble.value} retry={() => void talks.reload()} />;
  if (!page) return <Waiting />;
  return (
    <div aria-live="polite" class="flex flex-col gap-2">
      {page.rows.length === 0 && <p class="hint">{t(words.value ? "talks_none_found" : "talks_none")}</p>}
      {page.rows.length > 0 && <ul class="max-h-96 divide-y divide-line overflow-y-auto pe-1">{page.rows.map((talk) => <OneTalk key={talk.id} talk={talk} />)}</ul>}
      {page.next && <button class="link self-start text-sm" onClick={() => void tried(more())}>{t("talks_more")}</button>}
    </div>
  );
}

function OneTalk({ talk }: { talk: Talk }) {
  const title = talk.title || t("talks_untitled");
  const show = async () => {
    happen({ type: "stop" });
    await tried(open(talk.id));
    document.querySelector<HTMLElement>("#ask-title")?.focus();
  };
  const remove = async () => {
    await tried(forget(talk.id));
    say(t("talks_deleted"));
    document.querySelector<HTMLElement>("#ask-title")?.focus({ preventScroll: true }); // the button is gone
  };
  return (
    <li class="flex flex-col gap-1 py-2">
      <button class="cursor-pointer text-start break-words aria-[current=true]:font-semibold" aria-current={talk.id === conversation.value} onClick={() => void show()}>{title}</button>
      {talk.snippet && <p class="hint break-words">{talk.snippet}</p>}
      <p class="hint flex flex-wrap items-center gap-x-3">
        {talk.channel === "telephone" && <span>{t("talks_by_telephone")}</span>}
        <time dateTime={talk.last_at}>{day(talk.last_at.slice(0, 10), language.value)}</time>
        <span>{t(talk.turns === 1 ? "talks_turn" : "talks_turns", { count: talk.turns })}</span>
        <a class="link min-h-8 content-center" href={`/api/v1/conversations/${talk.id}`} download={`giglens-${talk.last_at.slice(0, 10)}.json`}>{t("talks_take")}<span class="sr-only"> ({title})</span></a>
        <button class="link min-h-8" onClick={() => void remove()}>{t("talks_delete")}<span class="sr-only"> ({title})</span></button>
      </p>
    </li>
  );
}

function Keeping() {
  const days = keeping.data.value?.keep_days;
  if (days === undefined) return null;
  const options = [...new Set([...DAYS, days])].sort((one, other) => one - other);
  const named = (count: number) => [String(count), count === 0 ? t("talks_keep_none") : t("talks_keep_days", { count })] as const;
  return (
    <div class="flex flex-col items-start gap-3">
      <Choice label={t("talks_keep")} name="keep_days" options={options.map(named)} value={String(days)} onPick={(picked) => void tried(keepFor(Number(picked)))} />
      <p class="hint">{t("talks_keep_hint")}</p>
      <a class="link text-sm" href="/settings#your-data">{t("talks_export")}</a>
      {(talks.data.value?.rows.length ?? 0) > 0 && <DeleteAll />}
    </div>
  );
}

/** Deleting all is asked about once more. */
function DeleteAll() {
  const sure = useSignal(false);
  if (!sure.value) return <button class="link text-sm" onClick={() => (sure.value = true)}>{t("talks_delete_all")}</button>;
  const remove = async () => {
    sure.value = false;
    await tried(forgetAll());
    say(t("talks_deleted"));
    document.querySelector<HTMLElement>("#ask-title")?.focus({ preventScroll: true });
  };
  return (
    <div role="group" aria-label={t("talks_delete_sure")} class="flex flex-col gap-2">
      <p class="text-sm">{t("talks_delete_sure")}</p>
      <div class="flex flex-wrap gap-2">
        <button ref={(button) => button?.focus()} class="button button-plain" onClick={() => (sure.value = false)}>{t("ask_not_now")}</button>
        <button class="button button-plain text-bad" onClick={() => void remove()}>{t("talks_delete_all")}</button>
      </div>
    </div>
  );
}
