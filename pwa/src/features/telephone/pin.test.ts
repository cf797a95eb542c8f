import { expect, test } from "vitest";
import { weakness } from "./pin";

test.each([
  ["000000", "same"],
  ["123456", "run"],
  ["987654", "run"],
  ["890123", "run"],
  ["121212", "repeats"],
  ["482482", "repeats"],
  ["777222", "repeats"],
  ["448855", "repeats"],
  ["259952", "mirror"],
  ["135791", "run"],
  ["240790", "date"],
  ["072490", "date"],
  ["900724", "date"],
  ["071990", "date"],
  ["199007", "date"],
  ["460199", "phone"],
  ["583976", null],
  ["904853", null],
])("%s: %s", (pin, weak) => expect(weakness(pin, ["0199"])).toBe(weak));
