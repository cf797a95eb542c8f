/** The ways in: password, code by e-mail, passkey, a new account, a forgotten password, the demo. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import * as auth from "../../api/auth";
import { client, told, type Schema } from "../../api/client";
import { t } from "../../lib/i18n";
import { explain } from "../../lib/trouble";
import { Field, Form, PasswordField, useSubmission } from "../../ui/form";
import { Notice } from "../../ui/notice";
import { address, type Enter } from "./entering";

type Props = { enter: Enter };
const text = (form: FormData, name: string) => String(form.get(name) ?? "").trim();

/** Links keep `?next=`, so that the page that was wanted is still found after a detour. */
const keepNext = (path: string) => path + location.search;

export function LogIn({ enter }: Props) {
  const submission = useSubmission(async (form) => {
    address.value = text(form, "email");
    await enter(await auth.logIn(address.value, String(form.get("password"))));
  });
  return (
    <>
      <h1>{t("log_in")}</h1>
      <Form submission={submission} button={t("log_in")}>
        <Email trouble={submission.trouble.value} />
        <PasswordField label={t("password")} name="password" autoComplete="current-password" required />
      </Form>
      <Demo enter={enter} />
      {auth.passkeysWork() && <Passkey enter={enter} />}
      <p class="flex flex-col gap-2 text-sm">
        <a class="link" href={keepNext("/login-code")}>{t("code_login")}</a>
        <a class="link" href={keepNext("/reset-password")}>{t("forgot")}</a>
        <span>{t("no_account")} <a class="link" href={keepNext("/signup")}>{t("sign_up")}</a></span>
      </p>
    </>
  );
}

export function SignUp({ enter }: Props) {
  const submission = useSubmission(async (form) => {
    address.value = text(form, "email");
    await enter(await auth.signUp(address.value, String(form.get("password"))));
  });
  const { trouble } = submission;
  return (
    <>
      <h1>{t("sign_up")}</h1>
      <Form submission={submission} button={t("sign_up")}>
        <Email trouble={trouble.value} />
        <PasswordField label={t("password")} name="password" autoComplete="new-password" required minLength={8} hint={t("password_hint")} trouble={trouble.value} />
      </Form>
      <p class="text-sm">{t("have_account")} <a class="link" href={keepNext("/login")}>{t("log_in")}</a></p>
    </>
  );
}

export function CodeLogin({ enter }: Props) {
  return <Ask title={t("code_login")} send={async (email) => enter(await auth.requestCode(email))} />;
}

export function Forgot({ enter }: Props) {
  return <Ask title={t("reset_password")} send={async (email) => enter(await auth.requestReset(email))} />;
}

/** Ask for a code to an address. */
function Ask({ title, send }: { title: string; send: (email: string) => Promise<void> }) {
  const submission = useSubmission(async (form) => {
    address.value = text(form, "email");
    await send(address.value);
  });
  return (
    <>
      <h1>{title}</h1>
      <Form submission={submission} button={t("send_code")}><Email trouble={submission.trouble.value} /></Form>
      <a class="link text-sm" href={keepNext("/login")}>{t("log_in")}</a>
    </>
  );
}

function Email({ trouble }: { trouble: Parameters<typeof Field>[0]["trouble"] }) {
  return <Field label={t("email")} name="email" type="email" autoComplete="username" inputMode="email" required value={address.value} trouble={trouble ?? null} />;
}

function Passkey({ enter }: Props) {
  const trouble = useSignal("");
  const go = async () => {
    trouble.value = "";
    try {
      await enter(await auth.logInWithPasskey());
    } catch (cause) {
      trouble.value = explain(cause);
    }
  };
  return (
    <>
      <button class="button button-plain" onClick={() => void go()}>{t("passkey_login")}</button>
      {trouble.value && <Notice>{trouble.value}</Notice>}
    </>
  );
}

/** The demo login, where the operator offers one. */
function Demo({ enter }: Props) {
  const offer = useSignal<Schema["Public"]["demo"]>(null);
  useEffect(() => void told(client.GET("/api/v1/public")).then((said) => (offer.value = said.demo), () => undefined), []);
  const demo = offer.value;
  const submission = useSubmission(async () => {
    if (demo) await enter(await auth.logIn(demo.email, demo.password));
  });
  return demo && <Form submission={submission} button={t("demo_log_in")} plain><p class="hint">{t("demo_hint")}</p></Form>;
}
