/** The assistant: ask by typing or talking, hear and read the answer, see what it rests on. */
import { useEffect, useRef } from "preact/hooks";
import { online } from "../../lib/online";
import { t } from "../../lib/i18n";
import { explain } from "../../lib/trouble";
import { say } from "../../ui/notice";
import { me } from "../../lib/session";
import { chips, lookAround, owned } from "./chips";
import { Composer } from "./composer";
import { spokenLanguage, startNew, turns } from "./conversation";
import { goOn } from "./focus";
import { PastTalks } from "./past-talks";
import { Sharing } from "./sharing";
import { open } from "./talks";
import { TalkSettings } from "./talk-settings";
import { OneTurn } from "./turn";
import { happen, learnAbilities, type } from "./voice";

export function Assistant() {
  useEffect(() => {
    void learnAbilities();
    const talk = new URLSearchParams(location.search).get("talk"); // as a link from a call has it
    if (talk) void open(talk).catch((cause: unknown) => say(explain(cause)));
    return () => happen({ type: "stop" }); // nothing listens behind another page
  }, []);
  return (
    <div class="mx-auto grid max-w-5xl grid-cols-1 gap-4 lg:grid-cols-[18rem_minmax(0,1fr)] lg:items-start">
      <aside class="order-2 flex min-w-0 flex-col gap-4 lg:order-1">
        <TalkSettings />
        <PastTalks />
      </aside>
      <section class="order-1 flex min-h-[calc(100dvh-15rem)] min-w-0 flex-col gap-4 lg:order-2 lg:min-h-[calc(100dvh-9rem)]" aria-labelledby="ask-title">
        <div class="flex flex-wrap items-center justify-between gap-3">
          <h1 id="ask-title" tabIndex={-1}>{t("ask_title")}</h1>
          <div class="flex flex-wrap gap-x-4 text-sm">
            <button class="link min-h-11 lg:hidden" onClick={showSettings}>{t("talk_settings")}</button>
            <a class="link min-h-11 content-center" href="/telephone">{t("telephone")}</a>
            {turns.value.length > 0 && <button class="link min-h-11" onClick={(event) => { goOn(event); happen({ type: "stop" }); startNew(); }}>{t("ask_new")}</button>}
          </div>
        </div>
        {turns.value.length > 0 && <Sharing />}
        <div class="flex flex-1 flex-col justify-end gap-4">
          {turns.value.length === 0 ? <Greeting /> : <Talk />}
        </div>
        <Announcer />
        <Composer />
      </section>
    </div>
  );
}

/** On a phone, language and voice lie below the conversation. */
function showSettings(): void {
  const settings = document.querySelector<HTMLDetailsElement>("#talk-settings");
  if (!settings) return;
  settings.open = true;
  settings.scrollIntoView?.({ block: "start" });
  settings.querySelector("summary")?.focus({ preventScroll: true });
}

function Greeting() {
  useEffect(lookAround, []);
  const has = owned();
  const name = me.value?.name?.split(" ")[0];
  return (
    <div class="flex flex-1 flex-col justify-center gap-4">
      <p class="text-lg">{t("ask_hello", { name: name ? ` ${name}` : "" })}</p>
      <p class="text-soft">{t("ask_true")}</p>
      {has && (
        <div>
          <h2 class="text-sm font-medium">{t("ask_examples")}</h2>
          <ul class="mt-2 flex flex-wrap gap-2" lang={spokenLanguage.value}>
            {chips(has, spokenLanguage.value).map((one) => (
              <li key={one}><button class="button button-plain rounded-full py-2 text-start text-sm" disabled={!online.value} onClick={(event) => { goOn(event); type(one); }}>{one}</button></li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

function Talk() {
  const end = useRef<HTMLDivElement>(null);
  const last = turns.value.at(-1);
  useEffect(() => {
    // From further down the page, "nearest" would put the end of the answer at the top, out of sight.
    const above = (end.current?.getBoundingClientRect().top ?? 0) < innerHeight / 3;
    end.current?.scrollIntoView?.({ block: above ? "end" : "nearest" });
  }, [turns.value.length, last?.sentences.length, last?.status]);
  return (
    <>
      <ol class="flex flex-col gap-6" aria-label={t("ask_history")}>
        {turns.value.map((turn) => <OneTurn key={turn.key} turn={turn} last={turn === last} />)}
      </ol>
      <div ref={end} class="scroll-mb-72 lg:scroll-mb-44" />
    </>
  );
}

/** What a screen reader is told as it comes: sentences only, one by one, never again from the start. */
function Announcer() {
  const last = turns.value.at(-1);
  return (
    <div class="sr-only" aria-live="polite" aria-atomic="false" aria-relevant="additions" lang={last?.answer?.language ?? last?.question.language}>
      {last?.sentences.map((one, index) => <p key={`${last.key}-${index}`}>{one.text}</p>)}
      {last && last.status !== "asking" && last.status !== "answered" && <p key={`${last.key}-${last.status}`}>{t(last.status === "cut" ? "ask_cut" : last.status === "stopped" ? "ask_stopped" : "ask_failed")}</p>}
    </div>
  );
}
