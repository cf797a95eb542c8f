/** django-allauth's headless API for browsers. Its 401 with flows is not a failure: it says what comes next. */
import { Trouble, asTrouble, csrfToken } from "./client";

const BASE = "/_allauth/browser/v1";
const STEPS = ["verify_email", "mfa_authenticate", "login_by_code", "password_reset_by_code"] as const;
export type Step = (typeof STEPS)[number];
/** Where somebody stands: logged in, in the middle of a step, or outside. */
export type Standing = { in: true } | { in: false; step: Step | null };

type Flow = { id: string; is_pending?: boolean };
type Fault = { message: string; code: string; param?: string };
type Body = { status?: number; data?: Record<string, unknown> & { flows?: Flow[] }; errors?: Fault[]; meta?: Record<string, unknown> };
type Reply = { status: number; body: Body };

async function ask(method: string, path: string, json?: object): Promise<Reply> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (method !== "GET") headers["X-CSRFToken"] = csrfToken();
  if (json) headers["Content-Type"] = "application/json";
  const init: RequestInit = { method, headers, ...(json ? { body: JSON.stringify(json) } : {}) };
  try {
    const response = await fetch(BASE + path, init);
    const body = (await response.json().catch(() => ({}))) as Body;
    return { status: response.status, body };
  } catch (cause) {
    throw asTrouble(cause);
  }
}

export function standingOf(status: number, body: Body): Standing {
  if (status === 200) return { in: true };
  const pending = body.data?.flows?.find((flow) => flow.is_pending)?.id;
  return { in: false, step: STEPS.find((step) => step === pending) ?? null };
}

function troubleOf({ status, body }: Reply): Trouble {
  if (status === 429) return new Trouble("too_many", "", status);
  const first = body.errors?.[0];
  if (!first) return new Trouble(status === 409 ? "start_over" : "went_wrong", "", status);
  const fields = Object.fromEntries((body.errors ?? []).filter((fault) => fault.param).map((fault) => [fault.param, fault.message]));
  return new Trouble(first.code, first.message, status, fields as Record<string, string>);
}

/** Ask for something that ends in another standing: 200 is in, 401 is a step. */
async function move(method: string, path: string, json?: object): Promise<Standing> {
  const reply = await ask(method, path, json);
  if (reply.status === 200 || reply.status === 401) return standingOf(reply.status, reply.body);
  throw troubleOf(reply);
}

/** Ask for something as somebody who is in; 401 means that a fresh proof of identity is needed. */
async function within<T>(method: string, path: string, json?: object): Promise<T> {
  const reply = await ask(method, path, json);
  if (reply.status === 401) throw new Trouble("reauthenticate", "", 401);
  if (reply.status >= 400) throw troubleOf(reply);
  return reply.body.data as T;
}

export const session = () => move("GET", "/auth/session");
export const signUp = (email: string, password: string) => move("POST", "/auth/signup", { email, password });
export const logIn = (email: string, password: string) => move("POST", "/auth/login", { email, password });
export const logOut = () => move("DELETE", "/auth/session");
export const verifyEmail = (key: string) => move("POST", "/auth/email/verify", { key });
export const requestCode = (email: string) => move("POST", "/auth/code/request", { email });
export const confirmCode = (code: string) => move("POST", "/auth/code/confirm", { code });
export const secondFactor = (code: string) => move("POST", "/auth/2fa/authenticate", { code });
export const requestReset = (email: string) => move("POST", "/auth/password/request", { email });
export const resetPassword = (key: string, password: string) => move("POST", "/auth/password/reset", { key, password });

export async function resendVerification(): Promise<void> {
  const reply = await ask("POST", "/auth/email/verify/resend");
  if (reply.status !== 200) throw troubleOf(reply);
}

type Options = { creation_options?: { publicKey: PublicKeyCredentialCreationOptionsJSON } };
type RequestOptions = { request_options?: { publicKey: PublicKeyCredentialRequestOptionsJSON } };

export const passkeysWork = () => typeof PublicKeyCredential !== "undefined" && "parseRequestOptionsFromJSON" in PublicKeyCredential;

export async function logInWithPasskey(): Promise<Standing> {
  const reply = await ask("GET", "/auth/webauthn/login");
  const options = (reply.body.data as RequestOptions | undefined)?.request_options;
  if (!options) throw troubleOf(reply);
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options.publicKey);
  return move("POST", "/auth/webauthn/login", { credential: await prompted(navigator.credentials.get({ publicKey })) });
}

export async function addPasskey(name: string): Promise<void> {
  const data = await within<Options>("GET", "/account/authenticators/webauthn");
  if (!data.creation_options) throw new Trouble("went_wrong", "");
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(data.creation_options.publicKey);
  const credential = await prompted(navigator.credentials.create({ publicKey }));
  await within("POST", "/account/authenticators/webauthn", { name, credential });
}

/** What the device's own dialog gives; closing it is not an error to be shown as one. */
async function prompted(asked: Promise<Credential | null>): Promise<unknown> {
  const credential = await asked.catch(() => null);
  if (!credential) throw new Trouble("cancelled", "");
  return (credential as PublicKeyCredential).toJSON();
}

export type Authenticator = { type: "totp" | "recovery_codes" | "webauthn"; id?: number; name?: string };
export type Login = { id: number; ip: string; user_agent: string; created_at: number; is_current: boolean };
export type Secret = { secret: string; totp_url: string };

export const authenticators = () => within<Authenticator[]>("GET", "/account/authenticators");
export const removePasskey = (id: number) => within("DELETE", "/account/authenticators/webauthn", { authenticators: [id] });
export const turnOnTotp = (code: string) => within("POST", "/account/authenticators/totp", { code });
export const turnOffTotp = () => within("DELETE", "/account/authenticators/totp");
export const logins = () => within<Login[]>("GET", "/auth/sessions");
export const changePassword = (current_password: string, new_password: string) =>
  within("POST", "/account/password/change", { current_password, new_password });

/** Prove with the password that it is still the same person. */
export async function reauthenticate(password: string): Promise<void> {
  await within("POST", "/auth/reauthenticate", { password });
}

export async function recoveryCodes(): Promise<string[]> {
  return (await within<{ unused_codes: string[] }>("GET", "/account/authenticators/recovery-codes")).unused_codes;
}

/** The secret to enter in an authenticator app: told in the 404 that says there is none yet. */
export async function totpSecret(): Promise<Secret> {
  const reply = await ask("GET", "/account/authenticators/totp");
  if (reply.status === 404 && reply.body.meta) return reply.body.meta as Secret;
  if (reply.status === 401) throw new Trouble("reauthenticate", "", 401);
  throw troubleOf(reply);
}

/** End other log-ins; answers those that are left. */
export const endLogins = (ids: number[]) => within<Login[]>("DELETE", "/auth/sessions", { sessions: ids });
