/** What a transaction can be, in the order in which people look for it, and in words. */
import type { Schema } from "../api/client";
import { t } from "./i18n";

export const SORTS = ["expense", "personal", "earning", "platform_fee", "tax", "transfer", "refund", "debt_in", "debt_out"] as const satisfies readonly Schema["Transaction"]["kind"][];

export const sortWord = (kind: Schema["Transaction"]["kind"]): string => t(`sort_${kind}`);
