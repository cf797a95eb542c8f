import { expect, test, vi } from "vitest";
import { logIn, standingOf, totpSecret } from "./auth";

const reply = (status: number, body: object) => vi.stubGlobal("fetch", () => Promise.resolve(new Response(JSON.stringify(body), { status })));

test.each([
  [200, {}, { in: true }],
  [401, { data: { flows: [{ id: "login" }, { id: "signup" }] } }, { in: false, step: null }],
  [401, { data: { flows: [{ id: "login" }, { id: "verify_email", is_pending: true }] } }, { in: false, step: "verify_email" }],
  [401, { data: { flows: [{ id: "mfa_authenticate", is_pending: true }] } }, { in: false, step: "mfa_authenticate" }],
  [401, { data: { flows: [{ id: "something_new", is_pending: true }] } }, { in: false, step: null }],
])("%d with %o", (status, body, standing) => {
  expect(standingOf(status, body)).toEqual(standing);
});

test("a refused log-in names its reason", async () => {
  reply(400, { errors: [{ code: "email_password_mismatch", param: "password", message: "Wrong." }] });
  await expect(logIn("a@example.com", "x")).rejects.toMatchObject({ code: "email_password_mismatch", fields: { password: "Wrong." } });
});

test("too many attempts say so", async () => {
  reply(429, { status: 429 });
  await expect(logIn("a@example.com", "x")).rejects.toMatchObject({ code: "too_many" });
});

test("the authenticator's secret is in the answer that says there is none yet", async () => {
  reply(404, { meta: { secret: "ABC", totp_url: "otpauth://x" } });
  expect((await totpSecret()).secret).toBe("ABC");
});
