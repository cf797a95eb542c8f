/** Messages to this device: asked for only on a click, and taken away on the way out. */
import { client, told } from "../api/client";

const KEY = "push-device";

/** What this browser can do: nothing at all, be asked, or it has said no for good. */
export function pushState(): "unsupported" | "askable" | "denied" {
  if (!("serviceWorker" in navigator) || !("PushManager" in globalThis) || !("Notification" in globalThis)) return "unsupported";
  return Notification.permission === "denied" ? "denied" : "askable";
}

/** The id under which the server knows this browser; "" when it does not. */
export function thisDevice(): string {
  return localStorage.getItem(KEY) ?? "";
}

export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

/** Ask for permission and subscribe; false when the person says no. */
export async function turnOn(publicKey: string): Promise<boolean> {
  if ((await Notification.requestPermission()) !== "granted") return false;
  const worker = await navigator.serviceWorker.ready;
  const options = { userVisibleOnly: true, applicationServerKey: bytesOf(publicKey) };
  // One that was made for another key of the server cannot be renewed.
  await (await worker.pushManager.getSubscription())?.unsubscribe();
  const said = (await worker.pushManager.subscribe(options)).toJSON();
  const body = { endpoint: said.endpoint ?? "", keys: { p256dh: said.keys?.["p256dh"] ?? "", auth: said.keys?.["auth"] ?? "" } };
  const device = await told(client.POST("/api/v1/push-subscriptions", { body }));
  localStorage.setItem(KEY, device.id);
  return true;
}

/** Forget a device on the server; if it is this one, in the browser too. */
export async function turnOff(id: string): Promise<void> {
  await told(client.DELETE("/api/v1/push-subscriptions/{public_id}", { params: { path: { public_id: id } } }));
  if (id === thisDevice()) await forget();
}

/** On the way out: whoever uses this browser next must not read the messages of who used it before. */
export async function leaveDevice(): Promise<void> {
  const id = thisDevice();
  if (id) await turnOff(id).catch(forget);
}

async function forget(): Promise<void> {
  localStorage.removeItem(KEY);
  const worker = await navigator.serviceWorker.getRegistration();
  await (await worker?.pushManager.getSubscription())?.unsubscribe();
}
