import { render } from "preact";
import { LocationProvider } from "preact-iso";
import { afterEach, expect, test, vi } from "vitest";
import { speak } from "../../lib/i18n";
import { Bell } from "./bell";
import { alerts, settings, unseen, type Alert } from "./live";
import { Alerts } from "./page";
import { AlertsCard } from "./settings-card";

const alert = (changes: Partial<Alert> = {}): Alert =>
  ({ id: "a1", kind: "bill_due", severity: "info", title: "Rent is due", body: "540 will leave.", language: "en", evidence: [], rows: [], status: "new", created_at: "2026-11-21T10:00:00Z", ...changes }) as Alert;
const kinds = { bill_due: { in_app: true, email: false, push: true } };
const said = { kinds, email: true, push: true, quiet_from: "21:00", quiet_until: "08:00", daily_limit: 5, time_zone: "Europe/Prague", email_reaches: false, push_available: false, push_public_key: "", devices: [] };
const settled = () => new Promise((resolve) => setTimeout(resolve, 30));

/** A server with one alert until it is dismissed; it writes down what it was told. */
function server() {
  const asked: string[] = [];
  let bodies: unknown[] = [];
  let live = true;
  vi.stubGlobal("fetch", async (request: Request) => {
    const path = new URL(request.url, "http://localhost").pathname;
    if (request.method !== "GET") asked.push(path);
    if (request.method === "PATCH") bodies = [...bodies, await request.json()];
    if (path.endsWith("/dismiss")) live = false;
    if (path.endsWith("/restore")) live = true;
    if (path.endsWith("alert-settings")) return Response.json(said);
    return Response.json({ results: live ? [alert()] : [], next: null, unseen: live ? 1 : 0 });
  });
  return { asked, bodies: () => bodies };
}

function show(what: Parameters<typeof render>[0]): HTMLElement {
  const page = document.createElement("div");
  document.body.append(page);
  render(<LocationProvider>{what}</LocationProvider>, page);
  return page;
}

afterEach(() => {
  vi.unstubAllGlobals();
  alerts.put(null as never);
  settings.put(null as never);
  unseen.value = 0;
  speak("en");
});

test("the bell says how many are new, also to those who hear the page", async () => {
  server();
  const page = show(<Bell />);
  await settled();
  expect(page.querySelector("a")?.getAttribute("aria-label")).toBe("Alerts: 1 new");
  expect(page.textContent).toBe("1");
});

test("opening the page marks all as seen, and one is dismissed", async () => {
  const { asked } = server();
  const page = show(<Alerts />);
  await settled();
  expect(asked).toEqual(["/api/v1/alerts/seen"]);
  expect(page.querySelector("article h2")?.textContent).toBe("Rent is due");
  page.querySelector("button")?.click();
  await settled();
  expect(asked.at(-1)).toBe("/api/v1/alerts/a1/dismiss");
  expect(page.querySelector("article")).toBeNull();
  expect(page.textContent).toContain("Nothing to hear of right now");
});

test("an empty page says so in Spanish too", async () => {
  vi.stubGlobal("fetch", () => Promise.resolve(Response.json({ results: [], next: null, unseen: 0 })));
  speak("es");
  const page = show(<Alerts />);
  await settled();
  expect(page.textContent).toContain("Ahora no hay nada que avisar");
});

test("every box of the settings has a name, and what is ticked is saved", async () => {
  const { asked, bodies } = server();
  const page = show(<AlertsCard />);
  await settled();
  const boxes = [...page.querySelectorAll<HTMLInputElement>("tbody input")];
  expect(boxes.length).toBe(24);
  expect(new Set(boxes.map((box) => box.closest("label")?.textContent)).size).toBe(24);
  expect(page.textContent).toContain("Messages to devices are not set up on this server.");
  expect(page.textContent).toContain("Letters go to confirmed addresses only.");
  const email = page.querySelector<HTMLInputElement>("[name='bill_due.email']");
  if (email) email.checked = true;
  page.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true, bubbles: true }));
  await settled();
  expect(asked).toEqual(["/api/v1/alert-settings"]);
  expect(bodies()[0]).toMatchObject({ kinds: { bill_due: { in_app: true, email: true, push: true }, shortfall: { in_app: false } }, quiet_from: "21:00", daily_limit: 5 });
});
