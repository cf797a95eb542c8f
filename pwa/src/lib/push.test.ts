import { readFileSync } from "node:fs";
import { afterEach, expect, test, vi } from "vitest";
import { bytesOf, leaveDevice, pushState, thisDevice, turnOn } from "./push";

const KEY = "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8";

/** A browser that answers as it is told, and writes down what it was asked. */
function browser(permission: NotificationPermission) {
  const asked: string[] = [];
  let subscribed: object | null = null;
  const subscription = { unsubscribe: () => Promise.resolve(void (subscribed = null)), toJSON: () => ({ endpoint: "https://p.example/x", keys: { p256dh: "p", auth: "a" } }) };
  const worker = {
    pushManager: {
      getSubscription: () => Promise.resolve(subscribed),
      subscribe: () => Promise.resolve((subscribed = subscription)),
    },
  };
  vi.stubGlobal("PushManager", class {});
  vi.stubGlobal("Notification", { permission, requestPermission: () => Promise.resolve(permission) });
  vi.stubGlobal("navigator", { ...navigator, serviceWorker: { ready: Promise.resolve(worker), getRegistration: () => Promise.resolve(worker) } });
  vi.stubGlobal("fetch", (request: Request) => {
    asked.push(`${request.method} ${new URL(request.url, "http://localhost").pathname}`);
    return Promise.resolve(request.method === "DELETE" ? new Response(null, { status: 204 }) : Response.json({ id: "d1" }, { status: 201 }));
  });
  return { asked, subscribed: () => subscribed !== null };
}

afterEach(() => {
  vi.unstubAllGlobals();
  localStorage.clear();
});

test("a key is read to its 65 bytes", () => {
  const bytes = bytesOf(KEY);
  expect([bytes.length, bytes[0]]).toEqual([65, 4]);
});

test("a device is subscribed when the person allows it, and forgotten on the way out", async () => {
  const fake = browser("granted");
  expect(pushState()).toBe("askable");
  expect(await turnOn(KEY)).toBe(true);
  expect([thisDevice(), fake.subscribed()]).toEqual(["d1", true]);
  await leaveDevice();
  expect([thisDevice(), fake.subscribed()]).toEqual(["", false]);
  expect(fake.asked).toEqual(["POST /api/v1/push-subscriptions", "DELETE /api/v1/push-subscriptions/d1"]);
});

test("a person who says no is asked for nothing more", async () => {
  const fake = browser("denied");
  expect(pushState()).toBe("denied");
  expect(await turnOn(KEY)).toBe(false);
  expect(fake.asked).toEqual([]);
});

test("leaving without a device asks nothing", async () => {
  const fake = browser("granted");
  await leaveDevice();
  expect(fake.asked).toEqual([]);
});

/** The service worker's part, run with a worker that writes down what it does. */
function worker() {
  const hears: Record<string, (event: object) => void> = {};
  const shown: [string, { body: string; data: { url: string } }][] = [];
  const opened: string[] = [];
  const self = {
    location: { origin: "https://app.example" },
    addEventListener: (name: string, hear: (event: object) => void) => (hears[name] = hear),
    registration: { showNotification: (title: string, rest: { body: string; data: { url: string } }) => shown.push([title, rest]) },
    clients: { matchAll: () => Promise.resolve([]), openWindow: (path: string) => opened.push(path) },
  };
  new Function("self", readFileSync("public/push.js", "utf8"))(self);
  const run = async (name: string, event: object) => {
    let work: unknown;
    hears[name]?.({ ...event, waitUntil: (promise: unknown) => (work = promise) });
    await work;
  };
  return { run, shown, opened };
}

test("a message is shown with its words, and a click leads into the app and nowhere else", async () => {
  const { run, shown, opened } = worker();
  const data = (told: object) => ({ data: { json: () => told } });
  await run("push", data({ title: "Rent is due", body: "540", url: "/alerts", tag: "m1" }));
  await run("push", data({ title: "x", url: "https://evil.example/y" }));
  expect(shown.map(([title, rest]) => [title, rest.data.url])).toEqual([["Rent is due", "/alerts"], ["x", "/alerts"]]);
  await run("notificationclick", { notification: { close: () => {}, data: { url: "//evil.example/" } } });
  await run("notificationclick", { notification: { close: () => {}, data: { url: "/bills" } } });
  expect(opened).toEqual(["/alerts", "/bills"]);
});

test("a message that cannot be read is shown all the same", async () => {
  const { run, shown } = worker();
  await run("push", { data: { json: () => { throw new SyntaxError("no JSON"); } } });
  await run("push", { data: null });
  expect(shown.map(([title]) => title)).toEqual(["GigLens", "GigLens"]);
});
