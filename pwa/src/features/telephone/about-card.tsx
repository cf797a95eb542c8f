/** What the telephone is for, GigLens's number, and what is still to be set up; or that there is none. */
import { useEffect } from "preact/hooks";
import { t } from "../../lib/i18n";
import type { Words } from "../../lib/words/en";
import { Notice } from "../../ui/notice";
import { verified } from "./live";
import { spaced } from "./countries";
import type { Telephone } from "./wire";

const CAN = ["tel_can_menu", "tel_can_ask", "tel_can_languages", "tel_can_safe"] as const;

export function AboutCard({ said }: { said: Telephone }) {
  return (
    <section class="card flex flex-col gap-4" aria-labelledby="tel-about">
      <h2 id="tel-about">{t("tel_about")}</h2>
      {said.available ? <Ready said={said} /> : <Notice tone="warn">{t("tel_off")}</Notice>}
    </section>
  );
}

function Ready({ said }: { said: Telephone }) {
  return (
    <>
      {said.number && (
        <p class="flex flex-col items-start gap-1">
          <span class="hint">{t("tel_ring_us")}</span>
          <a class="figure link min-h-11 content-center" href={`tel:${said.number}`}>{spaced(said.number)}</a>
        </p>
      )}
      <ul class="flex list-disc flex-col gap-1 ps-5">{CAN.map((word) => <li key={word}>{t(word)}</li>)}</ul>
      <Steps said={said} />
    </>
  );
}

/** What has to be there before GigLens knows who rings, and before it rings. */
function Steps({ said }: { said: Telephone }) {
  const steps: [string, keyof Words, boolean][] = [
    ["tel-numbers", "tel_step_number", verified(said).length > 0],
    ["tel-pin", "tel_step_pin", said.pin_set_at !== null],
    ["tel-rung", "tel_step_consent", said.consents.length > 0],
  ];
  return (
    <ol class="flex flex-col border-t border-line pt-2" aria-label={t("tel_steps")}>
      {steps.map(([id, word, done]) => (
        <li key={id} class="flex items-center gap-3">
          <span aria-hidden="true" class={`grid size-6 shrink-0 place-items-center rounded-full border text-sm ${done ? "border-good text-good" : "border-line text-soft"}`}>{done ? "✓" : ""}</span>
          <a class="link min-h-11 flex-1 content-center" href={`#${id}`} onClick={(event) => { event.preventDefault(); goTo(id); }}>{t(word)}</a>
          <span class={done ? "text-sm text-good" : "hint"}>{t(done ? "tel_step_done" : "tel_step_open")}</span>
        </li>
      ))}
    </ol>
  );
}

/** Put a card's heading on the screen, and whoever uses a keyboard there. */
export function goTo(id: string): void {
  const heading = document.getElementById(id);
  heading?.scrollIntoView?.({ block: "start" });
  heading?.focus({ preventScroll: true });
}

/** Follow the address's #… once the cards are there. */
export function useAnchor(ready: boolean): void {
  useEffect(() => {
    if (ready && location.hash) goTo(location.hash.slice(1));
  }, [ready]);
}
