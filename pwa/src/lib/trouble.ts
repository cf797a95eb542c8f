/** What to tell a person about a Trouble: the server's sentence, or our own words in their language. */
import { asTrouble, type Trouble } from "../api/client";
import { t } from "./i18n";
import type { Words } from "./words/en";

const OWN: Record<string, keyof Words> = {
  offline: "offline",
  went_wrong: "went_wrong",
  too_many: "too_many",
  too_many_login_attempts: "too_many",
  email_password_mismatch: "wrong_password",
  incorrect_code: "wrong_code",
  invalid_or_expired_key: "wrong_code",
  start_over: "start_over_hint",
  cancelled: "cancelled",
  ambiguous_dates: "day_first_ask",
};

/** What is wrong with one field, where that says more than our own words for the whole. */
export const faultOf = (trouble: Trouble | null | undefined, name: string): string =>
  trouble && !OWN[trouble.code] ? (trouble.fields[name] ?? "") : "";

/** What stands over the button: "" when each fault stands at its field, or when the person closed a dialog. */
export function summary(trouble: Trouble): string {
  if (trouble.code === "cancelled") return "";
  return OWN[trouble.code] || Object.keys(trouble.fields).length === 0 ? explain(trouble) : "";
}

export function explain(cause: unknown): string {
  const trouble = asTrouble(cause);
  const own = OWN[trouble.code];
  return own ? t(own) : trouble.message || t("went_wrong");
}
