/** Where one asks: a field, a button to hold, hands-free, and a line that says what is going on. */
import { useEffect, useRef } from "preact/hooks";
import { online } from "../../lib/online";
import { t } from "../../lib/i18n";
import { Notice } from "../../ui/notice";
import { busy } from "./conversation";
import { draft, write } from "./draft";
import { Agreement } from "./agreement";
import { goOn } from "./focus";
import { TalkButton } from "./talk-button";
import { abilities, free, mute, press, release, stop, type, voice } from "./voice";

const LANGUAGE_NAMES = { en: "English", es: "Español", hi: "हिन्दी", te: "తెలుగు" };
/** The longest question that the server takes. */
const LONGEST = 500;

export function Composer() {
  const text = draft;
  const field = useRef<HTMLInputElement>(null);
  useEffect(holdSpace, []);
  const send = (event: Event) => {
    event.preventDefault();
    const message = text.value.trim();
    if (message === "" || !online.value) return;
    write("");
    type(message);
    field.current?.focus();
  };
  const going = busy.value || voice.value.phase === "speaking" || voice.value.phase === "listening";
  return (
    <div class="sticky bottom-14 z-[5] -mx-4 flex flex-col gap-2 border-t border-line bg-page px-4 pt-3 pb-3 lg:bottom-0 lg:mx-0 lg:px-0">
      <Now />
      <form class="flex gap-2" onSubmit={send}>
        <input ref={field} id="ask-field" class="field min-w-0" aria-label={t("ask_field")} placeholder={t("ask_field")} value={text.value} maxLength={LONGEST} enterKeyHint="send" autoComplete="off" onInput={(event) => write(event.currentTarget.value)} />
        {going && text.value === "" ? (
          <button type="button" class="button button-plain shrink-0" onClick={(event) => { stop(); goOn(event); }}>{t("ask_stop")}</button>
        ) : (
          <button class="button button-main shrink-0" disabled={!online.value || text.value.trim() === ""}>{t("ask_send")}</button>
        )}
      </form>
      <div class="flex flex-wrap gap-2">
        <TalkButton disabled={!online.value || abilities.value === null} />
        <button type="button" class="button button-plain aria-pressed:border-brand aria-pressed:text-brand" aria-pressed={voice.value.free} disabled={!online.value || abilities.value === null} onClick={() => free(!voice.value.free)}>{t("talk_free")}</button>
      </div>
      <Agreement />
    </div>
  );
}

/** The space bar talks wherever nothing else wants it. */
function holdSpace(): () => void {
  const free = (event: KeyboardEvent) => event.key === " " && !(event.target as HTMLElement).closest("input, textarea, select, button, a, summary, dialog, [contenteditable]");
  const down = (event: KeyboardEvent) => {
    if (!free(event)) return;
    event.preventDefault(); // the page does not scroll
    if (!event.repeat) press();
  };
  const up = (event: KeyboardEvent) => void (free(event) && release());
  addEventListener("keydown", down);
  addEventListener("keyup", up);
  return () => {
    removeEventListener("keydown", down);
    removeEventListener("keyup", up);
  };
}

/** What is going on: heard words as they come, and whatever stands in the way. */
function Now() {
  const { phase, caption, note, open, free: hands } = voice.value;
  const line = phase === "listening" ? caption || t(open ? "talk_listening" : "talk_opening") : phase === "speaking" ? t(hands ? "talk_speaking" : "talk_speaking_held") : "";
  return (
    <div class="empty:hidden" aria-live="polite">
      {!online.value && <Notice tone="warn">{t("ask_offline")}</Notice>}
      {note && <Notice tone={note === "ready" || note === "hold_longer" ? "plain" : "warn"}>{t(`talk_${note}`)}</Notice>}
      {mute.value && <Notice tone="warn">{t("talk_mute", { language: LANGUAGE_NAMES[mute.value] })}</Notice>}
      {line && <p class="flex items-center gap-2 text-sm text-soft"><span class={`size-2.5 shrink-0 rounded-full motion-safe:animate-pulse ${phase === "listening" ? "bg-bad" : "bg-brand"}`} aria-hidden="true" />{line}</p>}
    </div>
  );
}
