import { expect, test } from "vitest";
import { Trouble, type Schema } from "../../api/client";
import { follow, shareOf } from "./follow";

type Import = Schema["Import"];
const row = (said: Partial<Import>): Import => ({ id: "i", status: "running", progress: null, problem: null, ...said }) as Import;
const at = (stage: "reading" | "writing", done: number, total: number) => row({ progress: { stage, done, total } });
const answers = (...rows: (Import | Trouble)[]) => () => {
  const next = rows.shift();
  return next instanceof Trouble ? Promise.reject(next) : Promise.resolve(next as Import);
};
const now = () => Promise.resolve();

test("it is followed until it is in", async () => {
  const seen: (number | null)[] = [];
  const done = row({ status: "done" });
  const ask = answers(at("reading", 0, 10), new Trouble("offline", ""), at("writing", 5, 10), done);
  expect(await follow(row({ status: "waiting" }), ask, (share) => seen.push(share), now)).toBe(done);
  expect(seen).toEqual([null, 0.05, 0.05, 0.55]);
});

test("one that could not be read is the trouble it would have been", async () => {
  const problem = { code: "unknown_columns", message: "Which?", details: { header: ["a"] } };
  const failed = follow(row({}), answers(row({ status: "failed", problem })), () => {}, now);
  await expect(failed).rejects.toMatchObject({ code: "unknown_columns", message: "Which?", details: { header: ["a"] } });
});

test("any other trouble ends the following", async () => {
  await expect(follow(row({}), answers(new Trouble("not_found", "")), () => {}, now)).rejects.toMatchObject({ code: "not_found" });
});

test("nothing written of nothing is no division", () => {
  expect(shareOf(at("writing", 0, 0))).toBe(0.05);
});
