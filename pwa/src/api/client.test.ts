import { expect, test, vi } from "vitest";
import { client, csrfToken, lapse, told, Trouble, troubleOf } from "./client";

const answer = (status: number, body: unknown) => new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });

test("the API's one error shape becomes a trouble with its fields", () => {
  const trouble = troubleOf(400, { error: { code: "invalid", message: "Taken.", fields: { name: "Taken." } } });
  expect([trouble.code, trouble.message, trouble.status, trouble.fields]).toEqual(["invalid", "Taken.", 400, { name: "Taken." }]);
});

test("whatever else comes back is a fault of ours", () => {
  expect(troubleOf(502, "<html>").code).toBe("went_wrong");
});

test("a connection that is not there says so", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
  await expect(told(client.GET("/api/v1/me"))).rejects.toMatchObject({ code: "offline" });
});

test("unsafe requests carry the token and a key of their own", async () => {
  const seen: Request[] = [];
  vi.stubGlobal("fetch", (request: Request) => (seen.push(request), Promise.resolve(answer(200, {}))));
  vi.spyOn(document, "cookie", "get").mockReturnValue("a=1; csrftoken=abc");
  for (let times = 0; times < 2; times++) await told(client.PATCH("/api/v1/me", { body: { name: "Ana" } }));
  await told(client.GET("/api/v1/me"));
  expect(seen.map((request) => request.headers.get("X-CSRFToken"))).toEqual(["abc", "abc", null]);
  expect(new Set(seen.slice(0, 2).map((request) => request.headers.get("Idempotency-Key"))).size).toBe(2);
});

test("a session that has ended is told to whoever listens", async () => {
  const told_ = vi.fn();
  lapse.tell = told_;
  vi.stubGlobal("fetch", () => Promise.resolve(answer(401, { error: { code: "not_authenticated", message: "Log in." } })));
  await expect(told(client.GET("/api/v1/me"))).rejects.toBeInstanceOf(Trouble);
  expect(told_).toHaveBeenCalledOnce();
});

test("the token is found among other cookies", () => {
  expect([csrfToken("x=1; csrftoken=t0k"), csrfToken("xcsrftoken=no"), csrfToken("")]).toEqual(["t0k", "", ""]);
});
