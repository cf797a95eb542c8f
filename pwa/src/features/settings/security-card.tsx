/** The locks: password, passkeys, authenticator app with recovery codes, and where one is logged in. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import * as auth from "../../api/auth";
import { language, t } from "../../lib/i18n";
import { me } from "../../lib/session";
import { resource } from "../../lib/resource";
import { Field, Form, PasswordField, Username, useSubmission } from "../../ui/form";
import { Failed, say } from "../../ui/notice";
import { deviceOf } from "./device";
import { Proof, useProof } from "./proof";

type Run = ReturnType<typeof useProof>["run"];
const locks = resource(auth.authenticators);
const logins = resource(auth.logins);

export function SecurityCard() {
  useEffect(() => void Promise.all([locks.reload(), logins.reload()]), []);
  const proof = useProof();
  const trouble = locks.trouble.value ?? logins.trouble.value;
  return (
    <section class="card flex flex-col gap-4" aria-labelledby="security">
      <h2 id="security">{t("security")}</h2>
      {trouble && <Failed trouble={trouble} retry={() => void Promise.all([locks.reload(), logins.reload()])} />}
      <Proof {...proof} />
      <Totp run={proof.run} />
      {auth.passkeysWork() && <Passkeys run={proof.run} />}
      <ChangePassword />
      <Logins />
    </section>
  );
}

function Totp({ run }: { run: Run }) {
  const secret = useSignal<auth.Secret | null>(null);
  const codes = useSignal<string[]>([]);
  const on = locks.data.value?.some((lock) => lock.type === "totp") ?? false;
  const setUp = async () => void (secret.value = await auth.totpSecret());
  const turnOff = async () => {
    await auth.turnOffTotp();
    await locks.reload();
    codes.value = [];
  };
  const turnedOn = async () => {
    secret.value = null;
    await locks.reload();
    codes.value = await auth.recoveryCodes();
  };
  return (
    <div class="flex flex-col gap-3 border-t border-line pt-3">
      <div class="flex flex-wrap items-center justify-between gap-3">
        <h3 class="font-medium">{t("totp")} {on && <span class="text-good">· {t("totp_on")}</span>}</h3>
        <button class="button button-plain" onClick={() => run(on ? turnOff : setUp)}>{t(on ? "turn_off" : "totp_set_up")}</button>
      </div>
      {secret.value && <TotpSecret secret={secret.value} done={turnedOn} />}
      {codes.value.length > 0 && <><p>{t("recovery")}</p><ul class="grid grid-cols-2 font-mono">{codes.value.map((code) => <li key={code}>{code}</li>)}</ul></>}
    </div>
  );
}

function TotpSecret({ secret, done }: { secret: auth.Secret; done: () => Promise<void> }) {
  const submission = useSubmission(async (form) => {
    await auth.turnOnTotp(String(form.get("code")).trim());
    await done();
  });
  return (
    <Form submission={submission} button={t("confirm")}>
      <p>{t("totp_secret")}</p>
      <code class="break-all">{secret.secret}</code>
      <a class="link text-sm" href={secret.totp_url}>{t("totp_open")}</a>
      <Field label={t("second_code")} name="code" required inputMode="numeric" autoComplete="one-time-code" trouble={submission.trouble.value} />
    </Form>
  );
}

function Passkeys({ run }: { run: Run }) {
  const keys = locks.data.value?.filter((lock) => lock.type === "webauthn") ?? [];
  const add = async () => {
    await auth.addPasskey(`${t("passkey")} ${keys.length + 1}`);
    await locks.reload();
  };
  const remove = async (id: number | undefined) => {
    if (id !== undefined) await auth.removePasskey(id);
    await locks.reload();
  };
  return (
    <div class="flex flex-col gap-2 border-t border-line pt-3">
      <div class="flex flex-wrap items-center justify-between gap-3">
        <h3 class="font-medium">{t("passkeys")}</h3>
        <button class="button button-plain" onClick={() => run(add)}>{t("add_passkey")}</button>
      </div>
      {keys.map((key) => <p key={key.id} class="flex flex-wrap justify-between gap-3"><span>{key.name}</span><button class="link text-sm" onClick={() => run(() => remove(key.id))}>{t("remove")}</button></p>)}
    </div>
  );
}

function ChangePassword() {
  const submission = useSubmission(async (form) => {
    await auth.changePassword(String(form.get("current_password")), String(form.get("new_password")));
    say(t("saved"));
  });
  const { trouble } = submission;
  return (
    <details class="border-t border-line pt-3">
      <summary class="cursor-pointer font-medium">{t("change_password")}</summary>
      <div class="mt-3">
        <Form submission={submission} button={t("change_password")} plain>
          <Username email={me.value?.email ?? ""} />
          <PasswordField label={t("current_password")} name="current_password" required autoComplete="current-password" trouble={trouble.value} />
          <PasswordField label={t("new_password")} name="new_password" required minLength={8} autoComplete="new-password" hint={t("password_hint")} trouble={trouble.value} />
        </Form>
      </div>
    </details>
  );
}

function Logins() {
  const end = async (id: number) => logins.put(await auth.endLogins([id]));
  const when = (at: number) => new Intl.DateTimeFormat(language.value, { dateStyle: "medium", timeStyle: "short" }).format(at * 1000);
  return (
    <div class="flex flex-col gap-2 border-t border-line pt-3">
      <h3 class="font-medium">{t("sessions")}</h3>
      {logins.data.value?.map((one) => (
        <div key={one.id} class="flex flex-wrap justify-between gap-3 text-sm">
          <span class="min-w-0 break-words"><span title={one.user_agent}>{deviceOf(one.user_agent) || one.ip}</span> <span class="hint">{when(one.created_at)}{one.is_current && ` · ${t("this_device")}`}</span></span>
          {!one.is_current && <button class="link shrink-0" onClick={() => void end(one.id)}>{t("end_session")}</button>}
        </div>
      ))}
    </div>
  );
}
