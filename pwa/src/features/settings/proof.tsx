/** Asking for the password again before something that locks or unlocks, then doing it. */
import { useSignal, type Signal } from "@preact/signals";
import { reauthenticate } from "../../api/auth";
import { asTrouble, type Trouble } from "../../api/client";
import { t } from "../../lib/i18n";
import { me } from "../../lib/session";
import { explain } from "../../lib/trouble";
import { Form, PasswordField, Username, useSubmission } from "../../ui/form";
import { say } from "../../ui/notice";

type Action = () => Promise<void>;

/** Whether something is refused only because the log-in is too long ago: by allauth, or by the API. */
export const needsProof = ({ code }: Trouble): boolean => code === "reauthenticate" || code === "reauthentication_required";

/** Runs actions; one that needs a fresh proof waits in `waiting` until the password was given. */
export function useProof(): { run: (action: Action) => void; waiting: Signal<Action | null> } {
  const waiting = useSignal<Action | null>(null);
  const run = (action: Action) =>
    void action().catch((cause: unknown) => {
      if (needsProof(asTrouble(cause))) waiting.value = action;
      else if (asTrouble(cause).code !== "cancelled") say(explain(cause));
    });
  return { run, waiting };
}

export function Proof({ waiting, run }: ReturnType<typeof useProof>) {
  const submission = useSubmission(async (form) => {
    await reauthenticate(String(form.get("password")));
    const action = waiting.value;
    waiting.value = null;
    if (action) run(action);
  });
  if (!waiting.value) return null;
  return (
    <div class="rounded-lg border border-line p-3">
      <Form submission={submission} button={t("confirm")}>
        <p>{t("reauthenticate")}</p>
        <Username email={me.value?.email ?? ""} />
        <PasswordField label={t("current_password")} name="password" required autoFocus autoComplete="current-password" trouble={submission.trouble.value} />
      </Form>
    </div>
  );
}
