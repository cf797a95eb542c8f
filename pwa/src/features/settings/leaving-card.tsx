/** Logging out, and deleting everything. */
import { useSignal } from "@preact/signals";
import { client, told } from "../../api/client";
import { t } from "../../lib/i18n";
import { leave, me, standing } from "../../lib/session";
import { explain } from "../../lib/trouble";
import { Form, PasswordField, Username, useSubmission } from "../../ui/form";
import { say } from "../../ui/notice";

export function LeavingCard() {
  const asking = useSignal(false);
  const submission = useSubmission(async (form) => {
    // OpenAPI 3.0 describes no body of a DELETE; the server reads the password there.
    const body = { password: String(form.get("password")) } as never;
    await told(client.DELETE("/api/v1/me", { body }));
    me.value = null;
    standing.value = { in: false, step: null };
  });
  return (
    <section class="card flex flex-col items-start gap-3" aria-label={t("leaving")}>
      <button class="button button-plain" onClick={() => void leave().catch((cause: unknown) => say(explain(cause)))}>{t("log_out")}</button>
      {!asking.value && <button class="link text-sm text-bad" onClick={() => (asking.value = true)}>{t("delete_me")}</button>}
      {asking.value && (
        <div class="w-full">
          <Form submission={submission} button={t("delete_me")} plain>
            <p>{t("delete_sure")}</p>
            <Username email={me.value?.email ?? ""} />
            <PasswordField label={t("current_password")} name="password" required autoComplete="current-password" trouble={submission.trouble.value} />
          </Form>
          <button class="link mt-3 text-sm" onClick={() => (asking.value = false)}>{t("keep")}</button>
        </div>
      )}
    </section>
  );
}
