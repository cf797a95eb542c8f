/** Bringing a statement: drop or choose, say where it belongs, see what it would bring, take it. */
import { useSignal } from "@preact/signals";
import { asTrouble, client, told, Trouble, type Schema } from "../../api/client";
import { t } from "../../lib/i18n";
import type { Resource } from "../../lib/resource";
import { know, me } from "../../lib/session";
import { Choice, CurrencyField, Field, Form, useSubmission } from "../../ui/form";
import { Failed, Notice } from "../../ui/notice";
import { DropZone } from "./drop-zone";
import { Brought, oneImport } from "./outcome";
import { guessed, lacking, mappingOf, unknownOf, type Mapping, type Role, type Unknown } from "./columns";
import { follow } from "./follow";
import { MappingFields } from "./mapping-fields";
import { MAX_BYTES, send, type Outcome } from "./upload";

export type Account = Schema["Account"];
type Props = { accounts: Resource<Account[]>; onImported: () => void };
const NEW = "new";
const KINDS = ["bank", "card", "cash", "platform"] as const;

export function Upload({ accounts, onImported }: Props) {
  const file = useSignal<File | null>(null);
  const outcome = useSignal<Outcome | null>(null);
  if (outcome.value) return <Brought outcome={outcome.value} again={() => { file.value = null; outcome.value = null; }} />;
  return (
    <section class="card flex min-w-0 flex-col gap-4" aria-labelledby="bring">
      <h2 id="bring">{t("upload_title")}</h2>
      <DropZone file={file} />
      {accounts.trouble.value && <Failed trouble={accounts.trouble.value} retry={() => void accounts.reload()} />}
      {file.value && accounts.data.value && (
        <Destination key={file.value.name} file={file.value} accounts={accounts.data.value} created={() => accounts.reload()} done={(brought) => { outcome.value = brought; onImported(); }} />
      )}
    </section>
  );
}

type DestinationProps = { file: File; accounts: Account[]; created: () => Promise<void>; done: (outcome: Outcome) => void };

/** Where it belongs, then the sending itself with its progress. */
function Destination({ file, accounts, created, done }: DestinationProps) {
  const chosen = useSignal(accounts[0]?.id ?? NEW);
  const share = useSignal<number | null>(null);
  const dayFirst = useSignal<boolean | null>(null);
  const asked = useSignal(false);
  const sections = useSignal<string[]>([]);
  const section = useSignal<string | null>(null);
  const unknown = useSignal<Unknown | null>(null);
  const roles = useSignal<Role[]>([]);
  const said = useSignal<Omit<Mapping, "columns">>({});
  const reading = useSignal(false);
  // One key for one file and one answer: sent again after a lost connection, it is not imported twice.
  const key = useSignal(crypto.randomUUID());
  const submission = useSubmission(async (form) => {
    if (file.size > MAX_BYTES) throw new Trouble("too_large", t("too_large"));
    const lacks = unknown.value && lacking(roles.value);
    if (lacks) throw new Trouble(lacks, t(lacks));
    const first = accounts.length === 0 && chosen.value === NEW;
    const fresh = chosen.value === NEW;
    const account = fresh ? await createAccount(form) : chosen.value;
    // The money of the first account is the person's own: buffer and target are counted in it.
    if (first) know(await told(client.PATCH("/api/v1/me", { body: { home_currency: currencyOf(form) } })));
    if (fresh) await created(); // it stays chosen when the file is refused and sent again
    chosen.value = account;
    share.value = 0;
    try {
      const mapping = unknown.value && mappingOf(roles.value, said.value);
      const answers = { dayFirst: dayFirst.value, section: section.value, mapping, dryRun: false, key: key.value };
      const taken = await send({ file, account, ...answers }, (part) => (share.value = part));
      reading.value = true;
      done(await follow(taken, oneImport, (part) => (share.value = part ?? 0)));
    } catch (cause) {
      key.value = crypto.randomUUID();
      ask(asTrouble(cause));
      throw cause;
    } finally {
      share.value = null;
      reading.value = false;
    }
  });
  /** What the file does not say by itself is asked of the person, and sent along the next time. */
  const ask = ({ code, details }: Trouble) => {
    asked.value ||= code === "ambiguous_dates";
    if (code === "several_accounts") {
      sections.value = (details as { sections?: string[] } | null)?.sections ?? [];
      section.value = sections.value[0] ?? null;
    }
    if (code === "unknown_columns" && (unknown.value = unknownOf(details))) roles.value = guessed(unknown.value);
  };
  const options = [...accounts.map((account) => [account.id, account.name] as const), [NEW, t("new_account")] as const];
  return (
    <Form submission={submission} button={t("upload")}>
      <Choice label={t("into_account")} name="account" options={options} value={chosen.value} onPick={(value) => (chosen.value = value)} />
      {chosen.value === NEW && <NewAccount trouble={submission.trouble.value} />}
      {asked.value && <DayOrder value={dayFirst.value} pick={(value) => (dayFirst.value = value)} />}
      {sections.value.length > 0 && (
        <Choice label={t("which_section")} name="section" options={sections.value.map((name) => [name, name] as const)} value={section.value ?? ""} onPick={(value) => (section.value = value)} />
      )}
      {unknown.value && <MappingFields unknown={unknown.value} roles={roles} said={said} />}
      {share.value !== null && <Progress share={share.value} reading={reading.value} />}
    </Form>
  );
}

const currencyOf = (form: FormData) => String(form.get("currency")).trim().toUpperCase();

async function createAccount(form: FormData): Promise<string> {
  const kind = String(form.get("kind")) as (typeof KINDS)[number];
  const currency = currencyOf(form);
  return (await told(client.POST("/api/v1/linked-accounts", { body: { name: String(form.get("name")).trim(), kind, currency } }))).id;
}

function NewAccount({ trouble }: { trouble: Trouble | null }) {
  const kinds = KINDS.map((kind) => [kind, t(`kind_${kind}`)] as const);
  return (
    <div class="grid gap-4 sm:grid-cols-3">
      <Field label={t("account_name")} name="name" required maxLength={80} value={t("default_account_name")} trouble={trouble} />
      <Choice label={t("account_kind")} name="kind" options={kinds} />
      <CurrencyField label={t("account_currency")} name="currency" value={me.value?.home_currency ?? ""} trouble={trouble} />
    </div>
  );
}

function DayOrder({ value, pick }: { value: boolean | null; pick: (dayFirst: boolean) => void }) {
  const orders = [[true, t("day_first")], [false, t("month_first")]] as const;
  return (
    <fieldset class="flex flex-col gap-2">
      <legend class="text-sm font-medium">{t("day_first_ask")}</legend>
      {orders.map(([dayFirst, text]) => (
        <label key={text} class="flex min-h-11 items-center gap-2">
          <input type="radio" name="day_order" required checked={value === dayFirst} onChange={() => pick(dayFirst)} />
          {text}
        </label>
      ))}
    </fieldset>
  );
}

function Progress({ share, reading }: { share: number; reading: boolean }) {
  const percent = { percent: `${Math.round(share * 100)}%` };
  const known = reading ? share > 0 : share < 1;
  const text = reading && known ? t("reading_share", percent) : known ? t("uploading", percent) : t("reading");
  return (
    <div>
      <progress class="h-2 w-full accent-brand" {...(known ? { value: share, max: 1 } : {})} aria-label={text} />
      <Notice>{text}</Notice>
    </div>
  );
}

