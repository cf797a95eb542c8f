import { render } from "preact";
import { LocationProvider } from "preact-iso";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { speak } from "../../lib/i18n";
import { me } from "../../lib/session";
import { BARE, CALL, CONSENT, Fake, inMinutes, PROPOSAL, RING, VERIFIED } from "./fake";
import { Telephone } from "./page";

let server: Fake;
let page: HTMLElement;
const text = () => page.textContent ?? "";
const button = (name: string) => [...page.querySelectorAll("button")].find((one) => one.textContent?.trim().startsWith(name));
const click = async (name: string) => {
  await vi.waitFor(() => expect(button(name)).toBeDefined());
  button(name)?.click();
};
const shows = (words: string) => vi.waitFor(() => expect(text()).toContain(words), { timeout: 4000 });

function show(): void {
  page = document.createElement("div");
  document.body.append(page);
  render(<LocationProvider><Telephone /></LocationProvider>, page);
}

async function type(name: string, value: string): Promise<void> {
  await vi.waitFor(() => expect(page.querySelector(`[name=${name}]`)).not.toBeNull());
  const field = page.querySelector<HTMLInputElement>(`[name=${name}]`);
  if (field) field.value = value;
  field?.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Type into fields by their names, and send their form. */
async function fill(fields: Record<string, string>): Promise<void> {
  let form: HTMLFormElement | null = null;
  for (const [name, value] of Object.entries(fields)) {
    await type(name, value);
    form = page.querySelector<HTMLInputElement>(`[name=${name}]`)?.form ?? null;
  }
  form?.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
}

beforeEach(() => {
  me.value = null; // what was shown of whoever was here before is forgotten
  me.value = { name: "Ana", language: "en", time_zone: "Europe/Prague", home_currency: "USD", email: "ana@example.com" } as never;
  server = new Fake();
});
afterEach(() => {
  render(null, page);
  page.remove();
  speak("en");
  vi.unstubAllGlobals();
});

test("without a telephone it says so, and offers nothing", async () => {
  server.telephone = { ...structuredClone(BARE), available: false, number: null };
  show();
  await shows("Off: the operator of this server has set no telephone up.");
  expect(text()).not.toContain("Calls");
  expect(page.querySelectorAll("form, [role=switch]")).toHaveLength(0);
  expect(text()).not.toContain("tel:");
});

test("without a telephone, what was agreed to can still be taken back, and a number removed", async () => {
  server.telephone = { ...structuredClone(BARE), available: false, number: null, numbers: [{ ...VERIFIED }], consents: [{ ...CONSENT }] };
  show();
  await click("Ring me for decisions");
  await vi.waitFor(() => expect(server.asked.map((one) => `${one.method} ${one.path}`)).toEqual(["DELETE /telephone/consents/approvals"]));
  await click("Remove");
  await shows("To use it again, it has to be verified again.");
});

test("a number is rung, its code typed, and it is verified", async () => {
  show();
  await shows("No number yet.");
  expect(page.querySelector("a[href^='tel:']")?.textContent).toBe("+1 555 010 0100");
  await fill({ number: "+420 601 123 456" });
  await shows("We are ringing the number that ends in 3456.");
  expect(server.asked[0]).toMatchObject({ path: "/telephone/numbers", body: { number: "+420601123456", by: "call" } });
  expect(document.activeElement?.getAttribute("name")).toBe("code");
  expect(page.querySelector("[role=timer]")?.textContent).toBe("");
  await type("code", "123 4");
  Object.assign(server.telephone.numbers[0] ?? {}, { code_expires_at: inMinutes(10) }); // somebody answered, and pressed 1
  await vi.waitFor(() => expect(page.querySelector("[role=timer]")?.textContent).toMatch(/^Good for (10:00|9:5\d)$/), { timeout: 5000 });
  expect(page.querySelector<HTMLInputElement>("[name=code]")?.value).toBe("123 4"); // what was typed stays
  await click("Ring again");
  await vi.waitFor(() => expect(server.asked.at(-1)).toMatchObject({ path: "/telephone/numbers/n1/code", body: { by: "call" } }));
  await click("Send a text instead");
  await shows("A text is on its way");
  await fill({ code: "123 456" });
  await shows("Yours since Nov 21, 2026");
  expect(server.asked.at(-1)?.body).toEqual({ code: "123456" });
}, 10_000);

test("a number is added after the password, where the log-in is old", async () => {
  server.refusals.set("POST /telephone/numbers", [403, { error: { code: "reauthentication_required", message: "Log in again." } }]);
  show();
  await fill({ number: "+420 601 123 456" });
  await fill({ password: "correct-horse-77" });
  await shows("We are ringing the number that ends in 3456.");
});

test("a number whose ring was long ago is rung anew", async () => {
  server.telephone.numbers = [{ ...VERIFIED, verified_at: null, code_expires_at: "2026-11-20T10:00:00Z" }];
  show();
  await shows("The code is no longer good.");
  expect(page.querySelector("[name=code]")).toBeNull();
});

test("a wrong code and a wrong number are told at their fields", async () => {
  server.refusals.set("POST /telephone/numbers", [400, { error: { code: "invalid", message: "No.", fields: { number: "That is not a telephone number." } } }]);
  show();
  await fill({ number: "+420 601 123 456" });
  await shows("That is not a telephone number.");
  await fill({ number: "+420 601 123 456" });
  server.refusals.set("POST /telephone/numbers/n1/verify", [400, { error: { code: "invalid", message: "No.", fields: { code: "That is not the code." } } }]);
  await fill({ code: "000000" });
  await shows("That is not the code.");
  expect(page.querySelector("[name=code]")?.getAttribute("aria-invalid")).toBe("true");
});

test("a PIN is typed twice, told to be weak, and set after the password", async () => {
  server.telephone.numbers = [{ ...VERIFIED }];
  server.refusals.set("PUT /telephone/pin", [403, { error: { code: "reauthentication_required", message: "Log in again." } }]);
  show();
  await click("Set a PIN");
  await fill({ pin: "123456", again: "123455" });
  await shows("Digits in a row are guessed first.");
  await shows("The two are not the same.");
  expect(page.querySelector("[name=pin]")?.getAttribute("type")).toBe("password");
  expect(page.querySelector("[name=pin]")?.getAttribute("inputmode")).toBe("numeric");
  await fill({ pin: "583976", again: "583976" });
  await shows("Current password");
  await shows("Not one that is guessed first.");
  await fill({ password: "correct-horse-77" });
  await vi.waitFor(() => expect(server.telephone.pin_set_at).not.toBeNull());
  await shows("Set since Nov 21, 2026.");
  expect(page.querySelector("[name=pin]")).toBeNull();
});

test("a locked PIN says until when, and is unlocked", async () => {
  Object.assign(server.telephone, { numbers: [{ ...VERIFIED }], pin_set_at: "2026-11-20T10:00:00Z", locked_until: "2099-11-21T10:00:00Z" });
  show();
  await shows("Locked until Nov 21, 2099, 11:00"); // where the person lives
  await click("Unlock");
  await vi.waitFor(() => expect(text()).not.toContain("Locked until"));
});

test("a PIN is removed only after being asked once more", async () => {
  Object.assign(server.telephone, { numbers: [{ ...VERIFIED }], pin_set_at: "2026-11-20T10:00:00Z" });
  show();
  await click("Remove the PIN");
  await shows("Without one you hear nothing of your own");
  expect(server.asked).toEqual([]);
  page.querySelector<HTMLButtonElement>("[role=group] .text-bad")?.click();
  await shows("No PIN yet");
});

test("consent is given to the words that are shown, and taken back, by one tap each", async () => {
  server.telephone.numbers = [{ ...VERIFIED }];
  show();
  await shows("I agree to be rung for decisions.");
  await click("Ring me for decisions");
  await shows("You agreed on Nov 21, 2026, 11:00");
  expect(server.asked.at(-1)?.body).toEqual({ purpose: "approvals", wording_version: "2026-11.en" });
  expect(button("Ring me for decisions")?.getAttribute("aria-checked")).toBe("true");
  await click("Ring me for decisions");
  await vi.waitFor(() => expect(text()).not.toContain("You agreed on"));
  expect(server.asked.at(-1)).toMatchObject({ method: "DELETE", path: "/telephone/consents/approvals" });
});

test("without a verified number nothing can be agreed to", async () => {
  show();
  await shows("Verify a number first");
  expect(button("Ring me for decisions")?.disabled).toBe(true);
});

test("hours, limit, number and briefing are saved", async () => {
  server.telephone.numbers = [{ ...VERIFIED }];
  show();
  await fill({ earliest: "09:00", latest: "20:00", pin_above: "50,00", briefing_at: "10:30" });
  await vi.waitFor(() => expect(server.asked.at(-1)?.body).toEqual({ earliest: "09:00", latest: "20:00", pin_above: "50.00", number: "n1", briefing_weekday: 1, briefing_at: "10:30" }));
  await shows("Monday");
});

test("calls say what became of them, and what happened on one", async () => {
  server.calls = [CALL, { ...CALL, id: "c2", direction: "inbound", purpose: "asking", disposition: "", status: "no-answer", duration_s: null, price: null }];
  show();
  await shows("GigLens rang: for a decision");
  expect(text()).toContain("Approved");
  expect(text()).toContain("1:35");
  expect(text()).toContain("$0.014");
  expect(text()).toContain("Nobody answered");
  const course = page.querySelector("details");
  if (course) course.open = true;
  course?.dispatchEvent(new Event("toggle"));
  await shows("Decided");
  expect([...(course?.querySelectorAll("li span") ?? [])].map((one) => one.textContent)).toEqual(["Rings", "Decided"]);
  expect(course?.querySelector("a")?.getAttribute("href")).toBe("/assistant?talk=t1");
});

test("a ring about a proposal is told as it goes, and the decision of the telephone stands on the page", async () => {
  Object.assign(server.telephone, { numbers: [{ ...VERIFIED }], consents: [{ ...CONSENT }] });
  server.proposals = [{ ...PROPOSAL }];
  show();
  await click("Ring me about it");
  await shows("About to ring…");
  expect(server.asked.at(-1)).toMatchObject({ path: "/rings", body: { proposal: "p1" } });
  expect(button("Ring me about it") ?? button("Ring me again")).toBeUndefined();
  expect(button("Confirm")).toBeDefined(); // it can be decided here as well
  const live = page.querySelector("[aria-live=polite]");
  for (const [changes, words] of [[{ outcome: "placed", call_status: "ringing" }, "Your telephone rings…"], [{ outcome: "placed", call_status: "in-progress" }, "You are on the telephone…"]] as const) {
    Object.assign(server.rings[0] ?? {}, changes);
    await shows(words);
    expect(live?.textContent).toBe(words);
    expect(live?.isConnected).toBe(true);
  }
  Object.assign(server.rings[0] ?? {}, { outcome: "approved" });
  Object.assign(server.proposals[0] ?? {}, { status: "executed", text: "Your buffer is $500.00 now." });
  await shows("Approved on the telephone.");
  await shows("Your buffer is $500.00 now.");
  expect(button("Confirm")).toBeUndefined();
}, 15_000);

test.each([
  [{ outcome: "no_answer" }, "Nobody answered.", true],
  [{ outcome: "machine" }, "It heard no detail", true],
  [{ outcome: "due", due_at: "2099-01-01T07:00:00Z" }, "You are rung at Jan 1, 2099, 8:00", false],
  [{ outcome: "due", due_at: "2099-01-01T07:00:00Z", reason: "no_answer" }, "You are rung again at Jan 1, 2099, 8:00", false],
  [{ outcome: "due", due_at: "2099-01-01T07:00:00Z", reason: "no_answer", decided: "declined" }, "Decided in the app", true],
  [{ outcome: "declined", reason: "elsewhere" }, "Decided in the app", true],
  [{ outcome: "refused", reason: "consent_revoked" }, "You have taken your consent back.", true],
  [{ outcome: "refused", reason: "unheard_of" }, "You cannot be rung about it now.", true],
])("a ring that ended as %o says so", async (changes, words, again) => {
  Object.assign(server.telephone, { numbers: [{ ...VERIFIED }], consents: [{ ...CONSENT }] });
  server.proposals = [{ ...PROPOSAL }];
  server.rings = [{ ...RING, ...changes }];
  show();
  await shows(words);
  expect(button("Ring me again") !== undefined).toBe(again);
});

test("a refusal of a ring is told, and the decision can be taken here", async () => {
  Object.assign(server.telephone, { numbers: [{ ...VERIFIED }], consents: [{ ...CONSENT }] });
  server.proposals = [{ ...PROPOSAL }];
  server.refusals.set("POST /rings", [409, { error: { code: "odd", message: "That was enough for today." } }]);
  show();
  await click("Ring me about it");
  await shows("That was enough for today.");
  await click("Confirm");
  await shows("Your buffer is $500.00 now.");
});

test("in Spanish too", async () => {
  server.telephone.numbers = [{ ...VERIFIED }];
  speak("es");
  show();
  await shows("Llama a este número desde cualquier teléfono:");
  await shows("Tuyo desde el 20 nov 2026");
  await shows("lunes");
});
