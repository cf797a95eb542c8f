/** The telephone's refusals in the person's language, at the field that they are about. */
import { asTrouble, Trouble } from "../../api/client";
import { language, t } from "../../lib/i18n";
import { explain } from "../../lib/trouble";
import type { Words } from "../../lib/words/en";

const OWN: Record<string, keyof Words> = {
  wrong_code: "tel_wrong_code",
  no_code: "tel_no_code",
  weak_pin: "tel_weak_pin",
  already_verified: "tel_number_yours",
  too_many_numbers: "tel_number_many",
  too_many_requests: "tel_code_many",
  wording_changed: "tel_wording_changed",
  telephone_off: "tel_why_no_telephone",
  calls_stopped: "tel_why_stopped",
  not_sent: "tel_unavailable",
};
const UNREAD: Record<string, keyof Words> = { number: "tel_number_wrong", earliest: "tel_hours_wrong", latest: "tel_hours_wrong", briefing_at: "tel_briefing_wrong" };

/** A refusal with our words at a field; what we have no words for is the server's, in its language. */
export function worded(cause: unknown, field = ""): Trouble {
  const trouble = asTrouble(cause);
  const own = OWN[trouble.code];
  if (own) return new Trouble("refused", t(own), trouble.status, field ? { [field]: t(own) } : {}, trouble.details);
  if (language.value === "en") return trouble;
  const fields = Object.fromEntries(Object.entries(trouble.fields).map(([name, said]) => [name, UNREAD[name] ? t(UNREAD[name]) : said]));
  return new Trouble(trouble.code, trouble.message, trouble.status, fields, trouble.details);
}

/** Why nobody is rung, by the server's word for it. */
export const whyNot = (code: string): string => t(`tel_why_${code}` as keyof Words);

/** What to say of a refusal in passing. */
export const saidOf = (cause: unknown): string => whyNot(asTrouble(cause).code) || explain(worded(cause));
