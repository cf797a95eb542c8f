import { expect, test } from "vitest";
import { pick, speak, t } from "./i18n";
import { english } from "./words/en";
import { spanish } from "./words/es";

const gaps = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1]).sort();

test("every sentence has the same gaps to fill in each language", () => {
  for (const [key, text] of Object.entries(english)) expect(gaps(spanish[key as keyof typeof english]), key).toEqual(gaps(text));
});

test("no sentence is empty", () => {
  for (const words of [english, spanish]) expect(Object.entries(words).filter(([, text]) => !text.trim())).toEqual([]);
});

test("a language that we do not speak is English", () => {
  expect([pick("es-MX"), pick("fr"), pick("")]).toEqual(["es", "en", "en"]);
});

test("gaps are filled in, in the chosen language", () => {
  speak("es");
  expect(t("points", { points: "-2" })).toBe("-2 puntos");
  expect(document.documentElement.lang).toBe("es");
  speak("en");
});
