/** The steps between outside and in: codes from the e-mail or the authenticator, and a new password. */
import { useSignal } from "@preact/signals";
import * as auth from "../../api/auth";
import { client, told } from "../../api/client";
import { language, t } from "../../lib/i18n";
import { explain } from "../../lib/trouble";
import { Field, Form, PasswordField, useSubmission } from "../../ui/form";
import { Notice } from "../../ui/notice";
import { address, type Enter } from "./entering";

type Props = { enter: Enter };
const code = (form: FormData, name = "code") => String(form.get(name) ?? "").trim();

function CodeField({ label = t("code"), name = "code" }: { label?: string; name?: string }) {
  return <Field label={label} name={name} required autoFocus autoComplete="one-time-code" autoCapitalize="characters" spellcheck={false} />;
}

function Sent() {
  return <p class="text-soft">{t("code_sent", { email: address.value || t("your_address") })}</p>;
}

/** A new account takes the language and the time zone of the browser that it was made in. */
async function settleIn(): Promise<void> {
  const body = { time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone, language: language.value as "en" };
  await told(client.PATCH("/api/v1/me", { body })).catch(() => undefined); // it can be set later
}

export function VerifyEmail({ enter }: Props) {
  const submission = useSubmission(async (form) => {
    const next = await auth.verifyEmail(code(form));
    if (next.in) await settleIn();
    await enter(next);
  });
  const said = useSignal("");
  const again = () => void auth.resendVerification().then(() => (said.value = t("resent")), (cause) => (said.value = explain(cause)));
  return (
    <>
      <h1>{t("verify_title")}</h1>
      <Sent />
      <Form submission={submission} button={t("confirm")}><CodeField /></Form>
      <button class="link self-start text-sm" onClick={again}>{t("resend")}</button>
      {said.value && <Notice>{said.value}</Notice>}
    </>
  );
}

export function EnterCode({ enter }: Props) {
  const submission = useSubmission(async (form) => enter(await auth.confirmCode(code(form))));
  return (
    <>
      <h1>{t("code_login")}</h1>
      <Sent />
      <Form submission={submission} button={t("log_in")}><CodeField /></Form>
    </>
  );
}

export function SecondFactor({ enter }: Props) {
  const submission = useSubmission(async (form) => enter(await auth.secondFactor(code(form))));
  return (
    <>
      <h1>{t("second_title")}</h1>
      <p class="text-soft">{t("second_step")}</p>
      <Form submission={submission} button={t("log_in")}><CodeField label={t("second_code")} /></Form>
    </>
  );
}

export function ResetPassword({ enter }: Props) {
  const submission = useSubmission(async (form) => {
    const password = String(form.get("password"));
    const next = await auth.resetPassword(code(form, "key"), password);
    // The server does not log in by a reset; whoever has just set the password has proved more than a login asks.
    await enter(next.in || next.step || !address.value ? next : await auth.logIn(address.value, password));
  });
  return (
    <>
      <h1>{t("reset_password")}</h1>
      <Sent />
      <Form submission={submission} button={t("reset_password")}>
        <CodeField name="key" />
        <PasswordField label={t("new_password")} name="password" autoComplete="new-password" required minLength={8} hint={t("password_hint")} trouble={submission.trouble.value} />
      </Form>
    </>
  );
}
