/** Tells the server what was heard of an answer that was interrupted. */
import { csrfToken } from "../../api/client";

/** An answer that was stopped is written down when the server sees the connection close: a moment later. */
const AGAIN_MS = [150, 400, 1_000];

export async function tellHeard(turn: string, text: string): Promise<void> {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": csrfToken() };
  for (const pause of [...AGAIN_MS, 0]) {
    const response = await fetch("/api/v1/conversations/heard", { method: "POST", headers, body: JSON.stringify({ turn, text }), credentials: "same-origin", keepalive: true }).catch(() => null);
    if (response?.status !== 404) return; // without a connection the history keeps the whole answer: no harm
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
