/** The PIN that is keyed in on the telephone: set, changed, removed, and unlocked after wrong tries. */
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { asTrouble, Trouble } from "../../api/client";
import { t } from "../../lib/i18n";
import { online } from "../../lib/online";
import { Form, PasswordField, useSubmission } from "../../ui/form";
import { Notice, say } from "../../ui/notice";
import { needsProof, Proof, useProof } from "../settings/proof";
import { goTo } from "./about-card";
import { dayAndTime, onDay, useSecondsUntil } from "./clock";
import { removePin, setPin, unlock } from "./live";
import { PIN_DIGITS, weakness } from "./pin";
import { worded } from "./troubles";
import type { Telephone } from "./wire";

export function PinCard({ said }: { said: Telephone }) {
  const open = useSignal(false);
  const proof = useProof();
  const locked = useSecondsUntil(said.locked_until) > 0;
  const set = said.pin_set_at !== null;
  return (
    <section class="card flex flex-col gap-3" aria-labelledby="tel-pin">
      <h2 id="tel-pin" tabIndex={-1} class="scroll-mt-4">{t("tel_pin")}</h2>
      <p class="hint">{t("tel_pin_hint")}</p>
      <p>{said.pin_set_at ? t("tel_pin_since", { date: onDay(said.pin_set_at) }) : t("tel_pin_none")}</p>
      {locked && said.locked_until && <Notice tone="warn">{t("tel_locked", { date: dayAndTime(said.locked_until) })}</Notice>}
      <Proof {...proof} />
      {open.value
        ? <PinForm ends={said.numbers.map((one) => one.ends)} proof={proof} done={() => (open.value = false)} />
        : (
          <div class="flex flex-wrap items-center gap-4">
            {locked && <button class="button button-main" disabled={!online.value} onClick={() => proof.run(openAgain)}>{t("tel_unlock")}</button>}
            {(set || said.available) && <button class={`button ${set ? "button-plain" : "button-main"}`} disabled={!online.value} onClick={() => (open.value = true)}>{t(set ? "tel_pin_change" : "tel_pin_set")}</button>}
            {set && <Remove run={proof.run} />}
          </div>
        )}
    </section>
  );
}

async function openAgain(): Promise<void> {
  await unlock();
  say(t("tel_unlocked"));
  goTo("tel-pin");
}

type FormProps = { ends: string[]; proof: ReturnType<typeof useProof>; done: () => void };

function PinForm({ ends, proof, done }: FormProps) {
  const typed = useSignal("");
  const box = useRef<HTMLDivElement>(null);
  const submission = useSubmission(async (form) => {
    const pin = String(form.get("pin"));
    if (pin !== String(form.get("again"))) throw new Trouble("invalid", "", 400, { again: t("tel_pin_differs") });
    try {
      await setPin(pin);
    } catch (cause) {
      if (!needsProof(asTrouble(cause))) throw worded(cause, "pin");
      // After the password, the form goes off once more as it stands.
      proof.waiting.value = async () => box.current?.querySelector("form")?.requestSubmit();
      return;
    }
    say(t("tel_pin_saved"));
    done();
    goTo("tel-pin");
  });
  const digits = { required: true, inputMode: "numeric", pattern: `[0-9]{${PIN_DIGITS}}`, minLength: PIN_DIGITS, maxLength: PIN_DIGITS, autoComplete: "off" } as const;
  return (
    <div ref={box} class="flex flex-col gap-3" onInput={(event) => event.target instanceof HTMLInputElement && event.target.name === "pin" && (typed.value = event.target.value)}>
      <Form submission={submission} button={t("save")}>
        <PasswordField {...digits} autoFocus label={t("tel_pin_new")} name="pin" hint={t("tel_pin_digits")} trouble={submission.trouble.value} />
        <Strength pin={typed.value} ends={ends} />
        <PasswordField {...digits} label={t("tel_pin_again")} name="again" trouble={submission.trouble.value} />
      </Form>
      <button class="link min-h-8 self-start text-sm" onClick={() => { done(); goTo("tel-pin"); }}>{t("cancel")}</button>
    </div>
  );
}

/** Said once all digits are there; its place is kept, so that the form does not jump. */
function Strength({ pin, ends }: { pin: string; ends: string[] }) {
  const whole = new RegExp(`^\\d{${PIN_DIGITS}}$`).test(pin);
  const weak = whole ? weakness(pin, ends) : null;
  return <p role="status" class={`min-h-6 text-sm ${weak ? "text-warn" : "text-good"}`}>{weak ? t(`tel_weak_${weak}`) : whole ? t("tel_pin_strong") : ""}</p>;
}

function Remove({ run }: { run: ReturnType<typeof useProof>["run"] }) {
  const sure = useSignal(false);
  if (!sure.value) return <button class="link min-h-11 text-sm" disabled={!online.value} onClick={() => (sure.value = true)}>{t("tel_pin_remove")}</button>;
  const remove = () =>
    run(async () => {
      await removePin();
      say(t("tel_pin_removed"));
      goTo("tel-pin");
    });
  return (
    <div role="group" aria-label={t("tel_pin_remove_sure")} class="flex w-full flex-col gap-2 rounded-lg border border-line p-3" onKeyDown={(event) => event.key === "Escape" && (sure.value = false)}>
      <p class="text-sm">{t("tel_pin_remove_sure")}</p>
      <div class="flex flex-wrap gap-2">
        <button ref={(button) => button?.focus()} class="button button-plain" onClick={() => (sure.value = false)}>{t("keep")}</button>
        <button class="button button-plain text-bad" onClick={remove}>{t("tel_pin_remove")}</button>
      </div>
    </div>
  );
}
