import { beforeEach, expect, test } from "vitest";
import { me } from "../../lib/session";
import { draft, write } from "./draft";

const PLACE = "giglens.draft";

beforeEach(() => write(""));

test("what is being written outlives the page, and what is sent does not", () => {
  write("Can I afford 500?");
  expect([draft.value, sessionStorage.getItem(PLACE)]).toEqual(["Can I afford 500?", "Can I afford 500?"]);
  write("");
  expect(sessionStorage.getItem(PLACE)).toBeNull();
});

test("whoever comes next does not find it", () => {
  me.value = { name: "Ana" } as never;
  write("Can I afford 500?");
  me.value = null;
  expect([draft.value, sessionStorage.getItem(PLACE)]).toEqual(["", null]);
});
