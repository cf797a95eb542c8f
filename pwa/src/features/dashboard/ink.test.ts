import { expect, test } from "vitest";
import { laidOut } from "./ink";

test.each([[9, ["Lowest $5"]], [8, ["Lowest", "$5"]]])("words in a room of %d letters", (room, lines) => {
  expect(laidOut(["Lowest", "$5"], (text) => text.length, room)).toEqual(lines);
});
