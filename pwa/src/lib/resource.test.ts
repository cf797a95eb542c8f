import { expect, test } from "vitest";
import { Trouble } from "../api/client";
import { online } from "./online";
import { resource } from "./resource";

test("it works", async () => {
  const one = resource(() => Promise.resolve(7));
  await one.reload();
  expect([one.data.value, one.trouble.value, one.busy.value]).toEqual([7, null, false]);
});

test("an answer that comes late does not overwrite a later question's", async () => {
  const answers: ((value: string) => void)[] = [];
  const one = resource(() => new Promise<string>((resolve) => answers.push(resolve)));
  const [first, second] = [one.reload(), one.reload()];
  answers[1]?.("new");
  await second;
  answers[0]?.("old");
  await first;
  expect(one.data.value).toBe("new");
});

test("a failure keeps what was known", async () => {
  let failing = false;
  const one = resource(() => (failing ? Promise.reject(new Trouble("went_wrong", "")) : Promise.resolve("known")));
  await one.reload();
  failing = true;
  await one.reload();
  expect([one.data.value, one.trouble.value?.code]).toEqual(["known", "went_wrong"]);
});

test("what failed for want of a connection is fetched when there is one again, and only that", async () => {
  let reached = false;
  const lost = resource(() => (reached ? Promise.resolve("here") : Promise.reject(new Trouble("offline", ""))));
  const refused = resource(() => Promise.reject(new Trouble("forbidden", "")));
  await Promise.all([lost.reload(), refused.reload()]);
  online.value = false;
  reached = true;
  online.value = true;
  expect([lost.busy.value, refused.busy.value]).toEqual([true, false]);
  await Promise.resolve();
  await Promise.resolve();
  expect([lost.data.value, lost.trouble.value]).toEqual(["here", null]);
});
