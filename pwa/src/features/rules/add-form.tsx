/** A new rule: its words, what they mean, and which transactions it would change before it does. */
import { useSignal } from "@preact/signals";
import { day, money } from "../../lib/format";
import { language, t } from "../../lib/i18n";
import { categoryOf, categoryWord, SORTS, sortWord } from "../../lib/sorts";
import type { Words } from "../../lib/words/en";
import { Choice, Field, Form, useSubmission } from "../../ui/form";
import { say } from "../../ui/notice";
import { categories, make, preview, type Preview, type Wanted } from "./live";

const TESTS = ["contains", "starts", "is"] as const;
const DIRECTIONS = ["either", "in", "out"] as const;

export function AddRule() {
  const open = useSignal(false);
  const seen = useSignal<{ wanted: Wanted; preview: Preview } | null>(null);
  const submission = useSubmission(async (form) => {
    const wanted = wantedOf(form);
    seen.value = { wanted, preview: await preview(wanted) };
  });
  const saving = useSubmission(async (form) => {
    if (!seen.value) return;
    const changed = await make(seen.value.wanted, form.get("retroactive") === "on");
    say(t("rule_made", { count: changed }));
    open.value = false;
    seen.value = null;
  });
  if (!open.value) return <button class="button button-plain self-start" onClick={() => (open.value = true)}>{t("add_rule")}</button>;
  const trouble = submission.trouble.value;
  return (
    <div class="flex flex-col gap-4 border-t border-line pt-4">
      <Form submission={submission} button={t("preview")} plain>
        <Field label={t("rule_words")} name="memo" required maxLength={120} hint={t("rule_words_hint")} trouble={trouble} />
        <div class="grid gap-4 sm:grid-cols-2">
          <Choice label={t("rule_test")} name="memo_test" options={TESTS.map((one) => [one, t(`test_${one}` as keyof Words)] as const)} />
          <Choice label={t("direction")} name="direction" options={DIRECTIONS.map((one) => [one, t(`only_${one}` as keyof Words)] as const)} />
          <Choice label={t("rule_kind")} name="kind" options={[["", t("as_it_is")] as const, ...SORTS.map((one) => [one, sortWord(one)] as const)]} />
          <Field label={t("rule_category")} name="category" maxLength={40} list={(categories.data.value ?? []).map(({ name }) => categoryWord(name))} trouble={trouble} />
        </div>
      </Form>
      {seen.value && (
        <div class="flex flex-col gap-3" aria-live="polite">
          <Changes preview={seen.value.preview} />
          <Form submission={saving} button={t("save")}>
            <label class="flex items-center gap-2 text-sm"><input type="checkbox" name="retroactive" defaultChecked class="size-5" /> {t("rule_retroactive")}</label>
          </Form>
        </div>
      )}
    </div>
  );
}

function wantedOf(form: FormData): Wanted {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  return {
    enabled: true,
    currency: "",
    platform: "",
    memo: text("memo"),
    memo_test: text("memo_test") as NonNullable<Wanted["memo_test"]>,
    direction: text("direction") as NonNullable<Wanted["direction"]>,
    kind: text("kind") as NonNullable<Wanted["kind"]>,
    category: categoryOf(text("category")),
  };
}

function Changes({ preview: { count, examples } }: { preview: Preview }) {
  const locale = language.value;
  return (
    <>
      <p class="text-sm font-medium">{t("rule_changes", { count })}</p>
      <ul class="flex max-h-64 flex-col gap-2 overflow-auto text-sm" tabIndex={0}>
        {examples.map((one) => (
          <li key={one.id}>
            <span class="block break-words">{day(one.posted_on, locale)} · {one.memo} · {money(one.amount, one.currency, locale)}</span>
            <span class="hint">{sortOf(one.before)} → {sortOf(one.after)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

const sortOf = ({ kind, category }: { kind: string; category: string }) => [t(`sort_${kind}` as keyof Words), categoryWord(category)].filter(Boolean).join(", ");
