/** One goal: how far, what it takes, how likely; and on its page what was set aside, and by which pay. */
import { useSignal } from "@preact/signals";
import { day, money, percent } from "../../lib/format";
import { language, t } from "../../lib/i18n";
import { explain } from "../../lib/trouble";
import type { Words } from "../../lib/words/en";
import { Field, Form, useSubmission } from "../../ui/form";
import { say } from "../../ui/notice";
import { change, details, open, remove, restore, setAside, takeBack, type Goal, type GoalDetail } from "./live";

const amountOf = (goal: Goal, text: string | null) => money(text ?? "0", goal.currency, language.value);

/** How far it is, in a bar and in words. */
export function Progress({ goal }: { goal: Goal }) {
  const share = goal.target === null ? null : Math.max(0, Math.min(1, Number(goal.saved) / Number(goal.target)));
  const told = goal.target === null ? t("goal_saved", { saved: amountOf(goal, goal.saved) }) : t("goal_saved_of", { saved: amountOf(goal, goal.saved), target: amountOf(goal, goal.target) });
  return (
    <>
      {share !== null && (
        <div class="h-2 overflow-hidden rounded-full bg-tint" aria-hidden="true">
          <div class={`h-full rounded-full ${goal.reached ? "bg-good" : "bg-brand"}`} style={{ width: `${Math.round(share * 100)}%` }} />
        </div>
      )}
      <p class="tabular-nums">{told}{goal.reached && <strong class="text-good"> · {t("goal_reached")}</strong>}</p>
      {!goal.reached && <Outlook goal={goal} />}
    </>
  );
}

function Outlook({ goal }: { goal: Goal }) {
  const missing = `goal_missing_${goal.probability_missing}` as keyof Words;
  const parts = [
    goal.due_on && t("goal_by", { date: day(goal.due_on, language.value) }),
    goal.per_week !== null && t("goal_per_week", { amount: amountOf(goal, goal.per_week) }),
    goal.percent !== null && t("goal_of_pay", { share: percent(Number(goal.percent) / 100, language.value) }),
  ].filter(Boolean);
  return (
    <>
      {parts.length > 0 && <p class="hint">{parts.join(" · ")}</p>}
      {goal.probability !== null && <p class="text-sm font-medium" title={t("goal_chance_hint")}>{chanceOf(goal.probability)}</p>}
      {goal.probability === null && t(missing) && <p class="hint">{t(missing, { currency: goal.currency })}</p>}
    </>
  );
}

/** The forecast's quantiles end at 5% and 95%: beyond them there is no more to be said than that. */
function chanceOf(probability: number): string {
  const word = probability > 0.95 ? "goal_chance_over" : probability < 0.05 ? "goal_chance_under" : "goal_chance";
  return t(word, { chance: percent(Math.min(0.95, Math.max(0.05, probability)), language.value) });
}

const report = (action: Promise<void>) => void action.catch((cause: unknown) => say(explain(cause)));

export function OneGoal({ goal }: { goal: Goal }) {
  const detail = details.value[goal.id];
  const drop = async () => {
    await remove(goal.id);
    say(t("goal_deleted"), () => report(restore(goal.id)));
    document.querySelector<HTMLElement>("#main")?.focus();
  };
  return (
    <article class="card flex flex-col gap-2" aria-labelledby={`goal-${goal.id}`}>
      <h2 id={`goal-${goal.id}`} class="break-words">{goal.name}</h2>
      <Progress goal={goal} />
      {goal.hold_back && <p class="hint">{t("goal_held", { amount: amountOf(goal, goal.held_back) })}</p>}
      {goal.linked_account ? <p class="hint">{t("goal_by_account")}</p> : <Aside goal={goal} />}
      <label class="flex min-h-11 cursor-pointer items-center gap-3 text-sm">
        <input type="checkbox" class="size-5 accent-brand" checked={goal.hold_back} onChange={(event) => report(change(goal.id, { hold_back: event.currentTarget.checked }))} />
        <span>{t("goal_hold_back")}<span class="sr-only"> ({goal.name})</span></span>
      </label>
      <details class="text-sm" onToggle={(event) => event.currentTarget.open && report(open(goal.id))}>
        <summary class="cursor-pointer text-soft">{t("goal_deposits")}<span class="sr-only"> ({goal.name})</span></summary>
        {detail && <History goal={detail} />}
      </details>
      <button class="link self-start text-sm" onClick={() => report(drop())}>{t("goal_delete")}<span class="sr-only"> ({goal.name})</span></button>
    </article>
  );
}

function Aside({ goal }: { goal: Goal }) {
  const shown = useSignal(false);
  const submission = useSubmission(async (form) => {
    await setAside(goal.id, { amount: String(form.get("amount")).trim().replace(",", ".") });
    shown.value = false;
    say(t("saved"));
  });
  if (!shown.value) return <button class="button button-plain self-start" onClick={() => (shown.value = true)}>{t("goal_aside")}<span class="sr-only"> ({goal.name})</span></button>;
  return (
    <Form submission={submission} button={t("goal_aside")}>
      <Field label={t("goal_amount", { currency: goal.currency })} name="amount" required inputMode="decimal" autoFocus hint={t("goal_amount_hint")} trouble={submission.trouble.value} />
    </Form>
  );
}

function History({ goal }: { goal: GoalDetail }) {
  const undo = async (id: string) => {
    await takeBack(goal.id, id);
    say(t("goal_deposit_gone"));
  };
  return (
    <div class="mt-2 flex flex-col gap-3">
      {goal.suggestions.length > 0 && <h3 class="font-medium">{t("goal_pays")}</h3>}
      <ul class="flex flex-col gap-2">
        {goal.suggestions.map((one) => (
          <li key={one.transaction} class="flex flex-wrap items-baseline justify-between gap-2">
            <span class="min-w-0 break-words">{day(one.on, language.value)} · {one.memo} · {amountOf(goal, one.pay)}</span>
            <button class="link" onClick={() => report(setAside(goal.id, { transaction: one.transaction }))}>{t("goal_pay_share", { amount: amountOf(goal, one.amount) })}</button>
          </li>
        ))}
      </ul>
      <ul class="flex flex-col gap-1">
        {goal.deposits.map((one) => (
          <li key={one.id} class="flex justify-between gap-3 tabular-nums">
            <span>{day(one.on, language.value)}</span>
            <span class="flex gap-3">{amountOf(goal, one.amount)}<button class="link" onClick={() => report(undo(one.id))}>{t("undo")}<span class="sr-only"> ({day(one.on, language.value)})</span></button></span>
          </li>
        ))}
      </ul>
    </div>
  );
}
