/** Things said to the person: in place, as a page's state, or in passing. */
import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { Trouble } from "../api/client";
import { t } from "../lib/i18n";
import { explain } from "../lib/trouble";

type Tone = "bad" | "warn" | "good" | "plain";
const TONES: Record<Tone, string> = {
  bad: "border-bad text-bad",
  warn: "border-warn text-warn",
  good: "border-good text-good",
  plain: "border-line text-soft",
};

export function Notice({ tone = "plain", children }: { tone?: Tone; children: ComponentChildren }) {
  return <div role={tone === "bad" ? "alert" : "status"} class={`border-s-4 ps-3 py-1 text-sm ${TONES[tone]}`}>{children}</div>;
}

export function Failed({ trouble, retry }: { trouble: Trouble; retry: () => void }) {
  return (
    <div class="flex flex-wrap items-center gap-3">
      <Notice tone="bad">{explain(trouble)}</Notice>
      <button class="button button-plain" onClick={retry}>{t("retry")}</button>
    </div>
  );
}

/** A grey place of the size of what comes, so that the page does not jump; only the place pulses, never the words. */
export function Waiting({ tall = false, text }: { tall?: boolean; text?: string }) {
  return (
    <div role="status" class={`relative isolate grid place-items-center text-sm text-soft before:absolute before:inset-0 before:-z-10 before:animate-pulse before:rounded-lg before:bg-tint ${tall ? "h-72" : "h-24"}`}>
      {text ?? t("loading")}
    </div>
  );
}

type Said = { text: string; undo?: () => void };
const passing = signal<Said | null>(null);
let timer = 0;

/** Say something in passing; with `undo`, it stays long enough to be taken back. */
export function say(text: string, undo?: () => void): void {
  passing.value = undo ? { text, undo } : { text };
  clearTimeout(timer);
  timer = window.setTimeout(() => (passing.value = null), undo ? 10_000 : 4_000);
}

export function Passing() {
  const said = passing.value;
  return (
    <div aria-live="polite" class="fixed inset-x-0 bottom-20 z-20 flex justify-center px-4 lg:bottom-6">
      {said && (
        <div class="flex items-center gap-4 rounded-lg bg-ink px-4 py-3 text-page shadow-lg">
          <span>{said.text}</span>
          {said.undo && (
            <button class="cursor-pointer font-semibold underline" onClick={() => { passing.value = null; said.undo?.(); }}>
              {t("undo")}
            </button>
          )}
        </div>
      )}
    </div>
  );
}
