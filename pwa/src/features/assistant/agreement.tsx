/** Asked once, before anything that is said leaves the device: to whom it goes, and what is kept. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../lib/i18n";
import { Spinner } from "../../ui/form";
import { Notice } from "../../ui/notice";
import { spokenLanguage } from "./conversation";
import { tagOf } from "./hearing";
import { install } from "./recognition";
import { agree, downloadable, learnAbilities, voice, wish } from "./voice";

export function Agreement() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (wish.value) dialog.current?.showModal();
  }, [wish.value]);
  if (!wish.value) return null;
  return (
    <dialog ref={dialog} aria-labelledby="agreement" class="m-auto flex w-[min(28rem,calc(100vw-2rem))] flex-col gap-4 rounded-xl border border-line bg-card p-5 text-ink backdrop:bg-black/50" onClose={() => (wish.value = null)}>
      <h2 id="agreement">{t("talk_agree_title")}</h2>
      <p>{t(voice.value.ear === "recorder" ? "talk_agree_recorder" : "talk_agree_recognition")}</p>
      {downloadable.value && voice.value.ear === "recognition" && <Install />}
      <div class="flex flex-wrap gap-2">
        <button class="button button-main" onClick={agree}>{t("talk_agree")}</button>
        <button class="button button-plain" onClick={() => (wish.value = null)}>{t("talk_agree_not")}</button>
      </div>
    </dialog>
  );
}

/** The other way: nothing leaves the device at all. */
function Install() {
  const state = useSignal<"" | "busy" | "done" | "failed">("");
  const fetchIt = async () => {
    state.value = "busy";
    state.value = (await install(tagOf(spokenLanguage.value, navigator.languages))) ? "done" : "failed";
    await learnAbilities();
  };
  if (state.value === "done") return <Notice tone="good">{t("talk_installed")}</Notice>;
  return (
    <div class="flex flex-col items-start gap-2">
      <p class="hint">{t("talk_install_hint")}</p>
      {state.value === "failed" && <Notice tone="warn">{t("talk_install_failed")}</Notice>}
      <button class="button button-plain" disabled={state.value === "busy"} onClick={() => void fetchIt()}>{state.value === "busy" && <Spinner />}{t(state.value === "busy" ? "talk_installing" : "talk_install")}</button>
    </div>
  );
}
