import { expect, test } from "vitest";
import { Trouble } from "../api/client";
import { explain, faultOf, summary } from "./trouble";

const taken = new Trouble("conflict", "You have an account of that name already.", 409, { name: "Taken." });
const mismatch = new Trouble("email_password_mismatch", "Incorrect.", 400, { password: "Incorrect." });

test("a fault of a field stands at the field", () => {
  expect([faultOf(taken, "name"), faultOf(taken, "kind"), summary(taken)]).toEqual(["Taken.", "", ""]);
});

test("where we have words of our own, they are said once, over the button", () => {
  expect(faultOf(mismatch, "password")).toBe("");
  expect(summary(mismatch)).toBe("The e-mail address or the password is not right.");
});

test("a dialog that was closed is no error", () => {
  expect(summary(new Trouble("cancelled", ""))).toBe("");
});

test("nobody is left without words", () => {
  expect(explain(new Error("?"))).toBe("Something went wrong. Try again in a moment.");
});
