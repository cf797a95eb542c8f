/** Words by language. English is the measure: every key of it exists in each other language, or tsc complains. */
import { signal } from "@preact/signals";
import { english, type Words } from "./words/en";
import { spanish } from "./words/es";

const LANGUAGES: Record<string, Words> = { en: english, es: spanish };
export const language = signal(pick(navigator.language));

export function pick(said: string): string {
  const short = said.slice(0, 2).toLowerCase();
  return short in LANGUAGES ? short : "en";
}

export function speak(said: string): void {
  language.value = pick(said);
  document.documentElement.lang = language.value;
}

/** The text of a key in the chosen language, with {names} filled in; a key that nobody has worded is "". */
export function t(key: keyof Words, values: Record<string, string | number> = {}): string {
  const words: Partial<Words> = LANGUAGES[language.value] ?? english;
  return (words[key] ?? "").replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}
