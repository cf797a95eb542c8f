import { expect, test } from "vitest";
import { Trouble } from "../../api/client";
import { follow, type Archive } from "./live";

const row = (status: Archive["status"], more: Partial<Archive> = {}) => ({ id: "1", status, problem: null, ...more }) as Archive;
const soon = () => Promise.resolve();

test("what is done is not asked about", async () => {
  expect(await follow(row("ready"), () => {}, () => Promise.reject(new Error("asked")), soon)).toMatchObject({ status: "ready" });
});

test("it is asked until it is done, over a lost connection", async () => {
  const answers = [row("running"), new Trouble("offline", ""), row("ready")];
  const looks: string[] = [];
  const ask = () => {
    const next = answers.shift()!;
    return next instanceof Trouble ? Promise.reject(next) : Promise.resolve(next);
  };
  const done = await follow(row("waiting"), (one) => looks.push(one.status), ask, soon);
  expect(done.status).toBe("ready");
  expect(looks).toEqual(["waiting", "running", "running"]);
});

test("what failed says why", async () => {
  const failed = row("failed", { problem: { code: "bad_archive", message: "not a zip" } });
  await expect(follow(failed, () => {}, undefined, soon)).rejects.toMatchObject({ code: "bad_archive", message: "not a zip" });
});
