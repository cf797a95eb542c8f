/** What a transaction can be, in the order in which people look for it, and in words; and its categories. */
import type { Schema } from "../api/client";
import { t } from "./i18n";
import { english } from "./words/categories";
import type { Words } from "./words/en";

export const SORTS = ["expense", "personal", "earning", "platform_fee", "tax", "transfer", "refund", "debt_in", "debt_out"] as const satisfies readonly Schema["Transaction"]["kind"][];

export const sortWord = (kind: Schema["Transaction"]["kind"]): string => t(`sort_${kind}`);

const KNOWN = Object.keys(english).map((key) => key.slice("category_".length));

/** A category in words; one that the person made stays as it was written. */
export const categoryWord = (name: string): string => t(`category_${name}` as keyof Words) || name;

/** What the server calls the category that somebody wrote or picked in words. */
export function categoryOf(written: string): string {
  const plain = written.trim();
  return KNOWN.find((name) => categoryWord(name).toLowerCase() === plain.toLowerCase()) ?? plain;
}
