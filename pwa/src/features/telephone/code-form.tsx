/** The code that is spoken on the ring, or sent: typed in while it is good, asked for again when it is not. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../lib/i18n";
import { online } from "../../lib/online";
import { Field, Form, Spinner, useSubmission } from "../../ui/form";
import { Notice, say } from "../../ui/notice";
import { goTo } from "./about-card";
import { length, useSecondsUntil } from "./clock";
import { sendAgain, sent, telephone, verify, type By } from "./live";
import { saidOf, worded } from "./troubles";
import type { PhoneNumber } from "./wire";

const LOOK_MS = 3_000;
const RINGS_MS = 120_000; // from the asking until whoever answered has heard the code
const GOOD_MS = 600_000;

export function CodeForm({ one }: { one: PhoneNumber }) {
  const left = useSecondsUntil(one.code_expires_at);
  const way = sent.value[one.id];
  const asked = way?.at ?? 0;
  const awaited = left > 0 || (!one.code_expires_at && Date.now() - asked < GOOD_MS);
  const box = useRef<HTMLDivElement>(null);
  useFollowing(asked, one.code_expires_at === null);
  useEffect(() => {
    if (awaited) box.current?.querySelector("input")?.focus();
  }, [asked]);
  const submission = useSubmission(async (form) => {
    await verify(one.id, String(form.get("code")).replace(/\D/g, "")).catch((cause: unknown) => {
      throw worded(cause, "code");
    });
    say(t("tel_verified"));
    goTo("tel-numbers");
  });
  return (
    <div ref={box} class="flex flex-col gap-3 rounded-lg border border-brand p-3">
      {awaited
        ? <Notice>{t(way?.by === "text" ? "tel_texted_code" : way ? "tel_ringing_code" : "tel_code_out", { ends: one.ends })}</Notice>
        : <Notice tone="warn">{t(one.code_expires_at ? "tel_code_over" : "tel_code_none")}</Notice>}
      {awaited && (
        <Form key={asked} submission={submission} button={t("tel_verify")}>
          <Field label={t("tel_code")} name="code" required inputMode="numeric" autoComplete="one-time-code" maxLength={12} trouble={submission.trouble.value} />
        </Form>
      )}
      <p role="timer" class="hint min-h-5 tabular-nums">{left > 0 && t("tel_code_left", { time: length(left) })}</p>
      <Again one={one} />
    </div>
  );
}

/** While a number rings, look whether its code is out by now, or whether whoever answered wants none of it. */
function useFollowing(asked: number, waits: boolean): void {
  useEffect(() => {
    if (!waits) return;
    const timer = window.setInterval(() => {
      if (Date.now() - asked > RINGS_MS) clearInterval(timer);
      else if (!document.hidden) void telephone.reload();
    }, LOOK_MS);
    return () => clearInterval(timer);
  }, [asked, waits]);
}

function Again({ one }: { one: PhoneNumber }) {
  const busy = useSignal<By | null>(null);
  const again = async (by: By) => {
    if (busy.value) return;
    busy.value = by;
    await sendAgain(one.id, by).catch((cause: unknown) => say(saidOf(cause)));
    busy.value = null;
  };
  return (
    <div class="flex flex-wrap items-center gap-x-4 gap-y-2">
      {(["call", "text"] as const).map((by) => (
        <button key={by} class={by === "call" ? "button button-plain" : "link min-h-11 text-sm"} aria-busy={busy.value === by} disabled={!online.value} onClick={() => void again(by)}>
          {busy.value === by && <Spinner />}{t(by === "call" ? "tel_ring_again" : "tel_text_instead")}
        </button>
      ))}
    </div>
  );
}
