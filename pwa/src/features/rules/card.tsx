/** Rules: what transactions become, in the order in which they are asked. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { t } from "../../lib/i18n";
import { explain } from "../../lib/trouble";
import { categoryWord } from "../../lib/sorts";
import type { Words } from "../../lib/words/en";
import { Failed, say, Waiting } from "../../ui/notice";
import { AddRule } from "./add-form";
import { categories, make, moveUp, rules, takeAway, type Rule } from "./live";

export function RulesCard() {
  useEffect(() => void Promise.all([rules.reload(), categories.reload()]), []);
  const rows = rules.data.value;
  return (
    <section class="card flex flex-col gap-4" aria-labelledby="rules">
      <h2 id="rules">{t("rules")}</h2>
      <p class="hint">{t("rules_hint")}</p>
      {rules.trouble.value && <Failed trouble={rules.trouble.value} retry={() => void rules.reload()} />}
      {!rows && !rules.trouble.value && <Waiting />}
      {rows?.length === 0 && <p class="text-soft">{t("no_rules")}</p>}
      <ol class="flex flex-col divide-y divide-line">
        {rows?.map((rule, index) => <OneRule key={rule.id} rule={rule} first={index === 0} />)}
      </ol>
      <AddRule />
    </section>
  );
}

function OneRule({ rule, first }: { rule: Rule; first: boolean }) {
  const busy = useSignal(false);
  const run = async (action: () => Promise<void>) => {
    busy.value = true;
    await action().catch((cause: unknown) => say(explain(cause)));
    busy.value = false;
  };
  const remove = async () => {
    await takeAway(rule);
    const { id: _, ...same } = rule;
    say(t("rule_removed"), () => void make(same, true).catch((cause: unknown) => say(explain(cause))));
  };
  const text = sentence(rule);
  return (
    <li class="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 py-2">
      <span class="min-w-0 break-words">{text}</span>
      <span class="flex gap-4 text-sm">
        {!first && <button class="link" disabled={busy.value} onClick={() => void run(() => moveUp(rule))}>{t("move_up")}<span class="sr-only"> ({text})</span></button>}
        <button class="link" disabled={busy.value} onClick={() => void run(remove)}>{t("remove")}<span class="sr-only"> ({text})</span></button>
      </span>
    </li>
  );
}

/** A rule in words: what it asks, and what it says. */
export function sentence(rule: Pick<Rule, "memo" | "memo_test" | "direction" | "kind" | "category">): string {
  const asks = [
    rule.memo && t(`memo_${rule.memo_test ?? "contains"}` as keyof Words, { words: rule.memo }),
    rule.direction && rule.direction !== "either" && t(`only_${rule.direction}` as keyof Words),
  ].filter(Boolean);
  const says = [rule.kind && t(`sort_${rule.kind}` as keyof Words), rule.category && categoryWord(rule.category)].filter(Boolean);
  return `${asks.join(", ") || t("any_transaction")} → ${says.join(", ")}`;
}
