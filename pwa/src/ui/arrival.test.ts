import { beforeEach, expect, test } from "vitest";
import { speak } from "../lib/i18n";
import { titleOf } from "./arrival";

beforeEach(() => speak("en"));

test.each([
  ["/", true, "Overview · GigLens"],
  ["/assistant", true, "Ask about your money · GigLens"],
  ["/nowhere", true, "There is nothing at this address · GigLens"],
  ["/", false, "Log in · GigLens"],
  ["/bills", false, "Log in · GigLens"],
  ["/signup", false, "Create account · GigLens"],
])("the tab at %s, inside: %s, is called %s", (path, inside, title) => {
  expect(titleOf(path, inside)).toBe(title);
});

test("it is called so in the person's language", () => {
  speak("es");
  expect(titleOf("/bills", true)).toBe("Facturas · GigLens");
});
