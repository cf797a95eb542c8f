/** A number to add: a country and what is dialled there, or the whole number with its +. */
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { asTrouble, Trouble } from "../../api/client";
import { language, t } from "../../lib/i18n";
import { Choice, Field, Form, useSubmission } from "../../ui/form";
import { needsProof, Proof, useProof } from "../settings/proof";
import { COUNTRIES, countryOf, guess, international, listed, nameOf, named } from "./countries";
import { addNumber, type By } from "./live";
import { worded } from "./troubles";

export function NumberForm({ first, allowed }: { first: boolean; allowed: readonly string[] }) {
  const open = useSignal(first);
  const country = useSignal(guess(navigator.languages, allowed));
  const proof = useProof();
  const box = useRef<HTMLDivElement>(null);
  const submission = useSubmission(async (form) => {
    try {
      await addNumber(whole(String(form.get("number") ?? ""), country.value), form.get("by") as By);
      open.value = false;
    } catch (cause) {
      if (!needsProof(asTrouble(cause))) throw worded(cause, "number");
      proof.waiting.value = async () => box.current?.querySelector("form")?.requestSubmit(); // as it stands, once more
    }
  });
  if (!open.value) return <button class="button button-plain self-start" onClick={() => (open.value = true)}>{t("tel_add")}</button>;
  const { trouble } = submission;
  return (
    <div class="flex flex-col gap-3 border-t border-line pt-3">
      <div ref={box} onInput={(event) => follow(event.target, country.value, (region) => (country.value = region))}>
        <Form submission={submission} button={t("tel_send_code")}>
          <div class="grid gap-4 sm:grid-cols-2">
            <Choice label={t("tel_country")} name="country" options={named(language.value, allowed)} value={country.value} onPick={(region) => (country.value = region)} />
            <Field label={t("tel_number")} name="number" type="tel" required maxLength={32} autoComplete="tel" hint={t("tel_number_hint")} trouble={trouble.value} />
          </div>
          <p class="text-sm text-soft">{t("tel_countries", { countries: listed(language.value, allowed) })}</p>
          {!allowed.includes(country.value) && <p role="alert" class="text-sm text-bad">{t("tel_country_not", { country: nameOf(country.value, language.value) })}</p>}
          <Choice label={t("tel_by")} name="by" options={[["call", t("tel_by_call")], ["text", t("tel_by_text")]]} />
        </Form>
      </div>
      <Proof {...proof} />
    </div>
  );
}

/** A number that is typed with its + chooses its country. */
function follow(target: EventTarget | null, chosen: string, choose: (region: string) => void): void {
  const region = target instanceof HTMLInputElement ? countryOf(target.value, chosen) : null;
  if (region) choose(region);
}

/** The number as the server is told it: with its calling code. */
export function whole(typed: string, region: string): string {
  const digits = typed.replace(/\D/g, "");
  if (digits.length < 4) throw new Trouble("invalid", "", 400, { number: t("tel_number_short") });
  const given = international(typed);
  if (given) return `+${given}`;
  const code = COUNTRIES.find((one) => one.region === region)?.code ?? "";
  return `+${code}${digits}`;
}
