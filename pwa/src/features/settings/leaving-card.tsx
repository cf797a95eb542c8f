/** Logging out, and deleting everything: what was deleted is shown, and can be kept. */
import { useSignal } from "@preact/signals";
import { client, told, type Schema } from "../../api/client";
import { language, t } from "../../lib/i18n";
import { leave, me, standing } from "../../lib/session";
import { explain } from "../../lib/trouble";
import { Form, PasswordField, Username, useSubmission } from "../../ui/form";
import { say } from "../../ui/notice";

type Receipt = Schema["Receipt"];

export function LeavingCard() {
  const asking = useSignal(false);
  const receipt = useSignal<Receipt | null>(null);
  const submission = useSubmission(async (form) => {
    // OpenAPI 3.0 describes no body of a DELETE; the server reads the password there.
    const body = { password: String(form.get("password")) } as never;
    receipt.value = await told(client.DELETE("/api/v1/me", { body }));
  });
  if (receipt.value) return <Gone receipt={receipt.value} />;
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

/** The receipt, over everything else: the pages behind it belong to nobody now. */
function Gone({ receipt }: { receipt: Receipt }) {
  const at = new Intl.DateTimeFormat(language.value, { dateStyle: "long", timeStyle: "short" }).format(new Date(receipt.deleted_at));
  const file = URL.createObjectURL(new Blob([JSON.stringify(receipt, null, 1)], { type: "application/json" }));
  const close = () => {
    me.value = null;
    standing.value = { in: false, step: null };
  };
  return (
    <div class="fixed inset-0 z-30 overflow-y-auto bg-page p-4" role="dialog" aria-modal="true" aria-labelledby="receipt">
      <div class="card mx-auto flex max-w-lg flex-col items-start gap-4">
        <h2 id="receipt">{t("receipt")}</h2>
        <p>{t("receipt_text", { date: at })}</p>
        <ul class="w-full text-sm">
          {Object.entries(receipt.counts).map(([name, count]) => (
            <li key={name} class="flex justify-between gap-3"><span>{name}</span><span class="tabular-nums">{count}</span></li>
          ))}
        </ul>
        <p class="hint break-all">{receipt.id}</p>
        <div class="flex flex-wrap gap-3">
          <a class="button button-plain" href={file} download={`giglens-receipt-${receipt.deleted_at.slice(0, 10)}.json`}>{t("receipt_save")}</a>
          <button class="button button-main" onClick={close}>{t("receipt_close")}</button>
        </div>
      </div>
    </div>
  );
}
