/** What the forms outside share. */
import { signal } from "@preact/signals";
import type { Standing } from "../../api/auth";

export type Enter = (next: Standing) => Promise<void>;

/** The address last typed: shown again where a code goes, and kept between the forms. */
export const address = signal("");
