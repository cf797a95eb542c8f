/** The API's one client: cookies for who, X-CSRFToken for the browser's word, one shape of error. */
import createClient, { type Middleware } from "openapi-fetch";
import type { components, paths } from "./schema";

export type Schema = components["schemas"];

/** What went wrong, in words for the person, with the field it lies in where there is one. */
export class Trouble extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status = 0,
    readonly fields: Record<string, string> = {},
    readonly details: unknown = null,
  ) {
    super(message);
  }
}

export function csrfToken(cookies: string = document.cookie): string {
  return /(?:^|;\s*)csrftoken=([^;]*)/.exec(cookies)?.[1] ?? "";
}

/** Called when the server no longer knows who is asking. */
export const lapse = { tell: () => {} };

const browser: Middleware = {
  onRequest({ request }) {
    if (request.method === "GET") return;
    request.headers.set("X-CSRFToken", csrfToken());
    // A request that is sent twice, by a retry or two taps, is answered once.
    if (!request.headers.has("Idempotency-Key")) request.headers.set("Idempotency-Key", crypto.randomUUID());
  },
  onResponse({ response }) {
    if (response.status === 401) lapse.tell();
  },
};

export const client = createClient<paths>({ fetch: (request) => globalThis.fetch(request) });
client.use(browser);

type Answer<T> = { data?: T; error?: unknown; response: Response };

/** The data of an answer, or a Trouble. `client.GET(...)` never throws for a refusal, this does. */
export async function told<T>(asked: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await asked.catch((cause: unknown) => {
    throw asTrouble(cause);
  });
  if (!response.ok) throw troubleOf(response.status, error);
  return data as T;
}

export function asTrouble(cause: unknown): Trouble {
  if (cause instanceof Trouble) return cause;
  return cause instanceof TypeError ? new Trouble("offline", "") : new Trouble("went_wrong", "");
}

/** Read the API's `{"error": {"code", "message", "fields"?, "details"?}}`; anything else is a fault of ours. */
export function troubleOf(status: number, body: unknown): Trouble {
  const said = (body as { error?: { code?: string; message?: string; fields?: Record<string, string>; details?: unknown } } | null)?.error;
  if (said?.code) return new Trouble(said.code, said.message ?? "", status, said.fields, said.details);
  return new Trouble("went_wrong", "", status);
}
