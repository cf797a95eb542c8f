/** For tests: a server that keeps one person's telephone, and is told how its calls go. */
import { vi } from "vitest";

export interface Asked {
  method: string;
  path: string;
  body: Record<string, unknown>;
}
type Row = Record<string, unknown>;

export const OFFERS = {
  approvals: { wording: "I agree to be rung for decisions.", wording_version: "2026-11.en" },
  briefings: { wording: "I agree to be rung weekly.", wording_version: "2026-11.en" },
};
export const SETTINGS = { earliest: "08:00", latest: "21:00", pin_above: null, briefing_weekday: 1, briefing_at: "09:00", number: null };
export const VERIFIED = { id: "n1", ends: "0199", verified_at: "2026-11-20T10:00:00Z", code_expires_at: null };
export const BARE = { available: true, number: "+15550100100" as string | null, countries: ["US", "MX", "ES", "GB", "CZ"], numbers: [] as Row[], pin_set_at: null as string | null, locked_until: null as string | null, consents: [] as Row[], offers: OFFERS, settings: SETTINGS as Row };
export const CONSENT = { purpose: "approvals", ...OFFERS.approvals, given_at: "2026-11-20T10:00:00Z" };
export const PROPOSAL = { id: "p1", kind: "set_buffer", status: "proposed", text: "Set your buffer to $500.00?", facts: [], failure: "", result: null, created_at: "2026-11-21T10:00:00Z", expires_at: "2099-11-21T10:10:00Z", decided_at: null };
export const RING = { id: "r1", purpose: "approval", proposal: "p1", outcome: "due", reason: "", due_at: "2026-11-21T10:00:00Z", ended_at: null, decided: null, call_status: null };
export const CALL = { id: "c1", direction: "outbound", purpose: "approval", status: "completed", disposition: "approved", number_ends: "0199", created_at: "2026-11-21T10:00:00Z", answered_at: null, ended_at: null, duration_s: 95, price: "0.0140", price_currency: "USD", conversation: "t1" };

export class Fake {
  asked: Asked[] = [];
  telephone = structuredClone(BARE);
  calls: Row[] = [];
  rings: Row[] = [];
  proposals: Row[] = [];
  /** What the next request of a method and path is refused with, once. */
  refusals = new Map<string, [number, unknown]>();

  constructor() {
    vi.stubGlobal("fetch", (request: Request | string, init?: RequestInit) => this.answer(new Request(new URL(typeof request === "string" ? request : request.url, "http://localhost"), typeof request === "string" ? init : request)));
  }

  private async answer(request: Request): Promise<Response> {
    const path = new URL(request.url).pathname.replace("/api/v1", "");
    const text = request.method === "GET" ? "" : await request.text();
    const asked = { method: request.method, path, body: (text ? JSON.parse(text) : {}) as Row };
    if (request.method !== "GET") this.asked.push(asked);
    const refused = this.refusals.get(`${request.method} ${path}`);
    if (refused) {
      this.refusals.delete(`${request.method} ${path}`);
      return Response.json(refused[1], { status: refused[0] });
    }
    return this.done(asked);
  }

  private done({ method, path, body }: Asked): Response {
    const { telephone } = this;
    if (path === "/recommendations") return Response.json({ results: [], next: null });
    if (path.startsWith("/_allauth")) return Response.json({ status: 200, data: {} });
    const number = telephone.numbers.find((one) => path.startsWith(`/telephone/numbers/${String(one["id"])}`));
    if (path === "/telephone") return Response.json(telephone);
    if (path === "/telephone/numbers") {
      const made = { id: "n1", ends: String(body["number"]).slice(-4), verified_at: null, code_expires_at: body["by"] === "text" ? inMinutes(10) : null };
      telephone.numbers.push(made);
      return Response.json(made, { status: 201 });
    }
    if (number && method === "DELETE") telephone.numbers = telephone.numbers.filter((one) => one !== number);
    if (number && path.endsWith("/code")) number["code_expires_at"] = null;
    if (number && path.endsWith("/verify")) Object.assign(number, { verified_at: "2026-11-21T10:00:00Z", code_expires_at: null });
    if (path === "/telephone/unlock") telephone.locked_until = null;
    if (path === "/telephone/pin") Object.assign(telephone, { pin_set_at: method === "PUT" ? "2026-11-21T10:00:00Z" : null, locked_until: null });
    if (path === "/telephone/consents") telephone.consents.push({ ...OFFERS[body["purpose"] as "approvals"], ...body, given_at: "2026-11-21T10:00:00Z" });
    if (path.startsWith("/telephone/consents/")) telephone.consents = telephone.consents.filter((one) => !path.endsWith(String(one["purpose"])));
    if (path === "/telephone/settings") Object.assign(telephone.settings, body);
    if (path.startsWith("/telephone")) return method === "DELETE" ? new Response(null, { status: 204 }) : Response.json(number ?? body);
    if (path === "/rings" && method === "POST") this.rings.unshift({ ...RING, proposal: "p1", ...body });
    if (path === "/rings") return Response.json(method === "POST" ? this.rings[0] : { results: this.rings, next: null });
    if (path === "/calls") return Response.json({ results: this.calls, next: null });
    if (path.startsWith("/calls/")) return Response.json({ ...CALL, events: [{ kind: "status", at: "2026-11-21T10:00:00Z", details: { status: "ringing" } }, { kind: "decided", at: "2026-11-21T10:00:20Z", details: {} }] });
    if (path === "/proposals") return Response.json({ results: this.proposals, next: null });
    const [verb] = /confirm$|decline$/.exec(path) ?? [];
    if (verb) Object.assign(this.proposals[0] ?? {}, verb === "confirm" ? { status: "executed", text: "Your buffer is $500.00 now." } : { status: "declined", text: "" });
    if (verb) return Response.json(this.proposals[0]);
    return Response.json({}, { status: 404 });
  }
}

/** When somebody has answered, and a code was said to them. */
export const inMinutes = (count: number) => new Date(Date.now() + count * 60_000).toISOString();
