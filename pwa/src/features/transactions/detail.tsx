/** One transaction opened: what is known of it and who says so, its other end, and the way to put it right. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { decimal, money } from "../../lib/format";
import { language, t } from "../../lib/i18n";
import { categoryOf, categoryWord, SORTS, sortWord } from "../../lib/sorts";
import { asTrouble, type Trouble } from "../../api/client";
import { Choice, Field, Form, useSubmission } from "../../ui/form";
import { Failed, say, Waiting } from "../../ui/notice";
import { split, type Transfer } from "../reviews/live";
import { SideBySide } from "../reviews/rows";
import { accounts, categories, correct, takeBack, transferOf, type Kind, type Row } from "./live";

export function Detail({ row }: { row: Row }) {
  return (
    <div class="mb-3 flex flex-col gap-4 rounded-lg bg-tint p-3">
      <Known row={row} />
      {row.transfer && <OtherEnd id={row.transfer} />}
      <Correction row={row} />
    </div>
  );
}

function Known({ row }: { row: Row }) {
  const locale = language.value;
  const account = accounts.data.value?.find(({ id }) => id === row.linked_account)?.name;
  return (
    <dl class="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1 text-sm">
      <Said term={t("row_memo")}>{row.memo}</Said>
      <Said term={t("row_account")}>{account}</Said>
      <Said term={t("decided_by")}>{t(`by_${row.kind_source ?? "default"}`)}</Said>
      <Said term={t("platform")}>{row.platform}</Said>
      <Said term={t("balance_after")}>{row.balance && money(row.balance, row.currency, locale)}</Said>
      <Said term={t("jobs_done")}>{row.jobs}</Said>
      <Said term={t("worked_time")}>{row.minutes && t("minutes", { count: row.minutes })}</Said>
      <Said term={t("driven")}>{row.distance_m && `${decimal(row.distance_m / 1000, locale)} km`}</Said>
      <Said term={t("row_to_look_at")}>{row.needs_review && <a class="link" href="/statements">{row.review_reason || t("statements")}</a>}</Said>
    </dl>
  );
}

/** A term and what is known of it; nothing when nothing is. */
function Said({ term, children }: { term: string; children: ComponentChildren }) {
  return children ? <><dt class="text-soft">{term}</dt><dd class="min-w-0 break-words">{children}</dd></> : null;
}

function OtherEnd({ id }: { id: string }) {
  const found = useSignal<Transfer | null>(null);
  const trouble = useSignal<Trouble | null>(null);
  const ask = () => void transferOf(id).then((transfer) => (found.value = transfer), (cause: unknown) => (trouble.value = asTrouble(cause)));
  useEffect(ask, [id]);
  if (trouble.value) return <Failed trouble={trouble.value} retry={() => ((trouble.value = null), ask())} />;
  if (!found.value) return <Waiting />;
  const transfer = found.value;
  return (
    <section class="flex flex-col gap-2" aria-labelledby={`end-${id}`}>
      <h3 id={`end-${id}`} class="text-sm font-semibold">{t("other_end")}</h3>
      <SideBySide rows={transfer.transactions} accounts={accounts.data.value} />
      <button class="link self-start text-sm" onClick={() => void split(transfer).catch(() => {})}>{t("transfer_split")}</button>
    </section>
  );
}

function Correction({ row }: { row: Row }) {
  const undo = () => void takeBack([row.id]).catch((cause: unknown) => say(asTrouble(cause).message));
  const saving = useSubmission(async (form) => {
    const also = await correct([row.id], { kind: String(form.get("kind")) as Kind, category: categoryOf(String(form.get("category") ?? "")) });
    say(also ? t("corrected_also", { count: also }) : t("corrected"), undo);
  });
  return (
    <div class="flex flex-col gap-3">
      <Form submission={saving} button={t("save")} plain>
        <div class="grid gap-3 sm:grid-cols-2">
          <Choice label={t("what_it_is")} name="kind" value={row.kind} options={SORTS.map((kind) => [kind, sortWord(kind)] as const)} />
          <Field label={t("category")} name="category" value={categoryWord(row.category ?? "")} maxLength={40} list={(categories.data.value ?? []).map(({ name }) => categoryWord(name))} trouble={saving.trouble.value} />
        </div>
      </Form>
      {row.kind_source === "user" && <button class="link self-start text-sm" onClick={undo}>{t("decide_again")}</button>}
    </div>
  );
}
