/** Several rows at once: which are picked, and what they are said to be. */
import { signal } from "@preact/signals";
import { t } from "../../lib/i18n";
import { explain } from "../../lib/trouble";
import { categoryOf, categoryWord, SORTS, sortWord } from "../../lib/sorts";
import { Choice, Field, Form, useSubmission } from "../../ui/form";
import { say } from "../../ui/notice";
import { categories, correct, takeBack, type Kind } from "./live";

/** The ids of the picked rows; null while nobody picks. */
export const picked = signal<ReadonlySet<string> | null>(null);

export function pick(id: string): void {
  const ids = new Set(picked.value);
  if (!ids.delete(id)) ids.add(id);
  picked.value = ids;
}

export function Picking() {
  const ids = [...(picked.value ?? [])];
  const setting = useSubmission(async (form) => {
    const [kind, category] = [String(form.get("kind") ?? ""), categoryOf(String(form.get("category") ?? ""))];
    if (!ids.length || !(kind || category)) return;
    const also = await correct(ids, { ...(kind ? { kind: kind as Kind } : {}), ...(category ? { category } : {}) });
    picked.value = null;
    const undo = () => void takeBack(ids).catch((cause: unknown) => say(explain(cause)));
    say(also ? t("corrected_also", { count: also }) : t("corrected"), undo);
  });
  return (
    <div class="sticky bottom-16 z-10 flex flex-col gap-2 rounded-lg border border-line bg-card p-3 shadow-lg sm:bottom-2" role="group" aria-labelledby="picked">
      <p id="picked" class="text-sm font-medium" aria-live="polite">{t("picked", { count: ids.length })}</p>
      <Form submission={setting} button={t("set_these")}>
        <div class="grid grid-cols-2 gap-3">
          <Choice label={t("what_it_is")} name="kind" options={[["", t("leave_kind")], ...SORTS.map((kind) => [kind, sortWord(kind)] as const)]} />
          <Field label={t("category")} name="category" maxLength={40} hint={t("leave_category")} list={(categories.data.value ?? []).map(({ name }) => categoryWord(name))} />
        </div>
      </Form>
    </div>
  );
}
