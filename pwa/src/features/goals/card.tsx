/** The goals on the overview: the first three, and the way to all of them. */
import { t } from "../../lib/i18n";
import { Failed, Waiting } from "../../ui/notice";
import { Progress } from "./goal";
import { goals } from "./live";

const SHOWN = 3;

export function GoalsCard() {
  const rows = goals.data.value;
  return (
    <section class="card flex flex-col gap-3" aria-labelledby="goals">
      <h2 id="goals">{t("goals")}</h2>
      {goals.trouble.value && <Failed trouble={goals.trouble.value} retry={() => void goals.reload()} />}
      {!rows && !goals.trouble.value && <Waiting />}
      {rows?.length === 0 && <p class="text-soft">{t("goals_none")}</p>}
      {rows?.slice(0, SHOWN).map((goal) => (
        <div key={goal.id} class="flex flex-col gap-1 border-t border-line pt-3">
          <h3 class="font-medium break-words">{goal.name}</h3>
          <Progress goal={goal} />
        </div>
      ))}
      {rows && <a class="link self-start text-sm" href="/goals">{t(rows.length === 0 ? "goal_add" : "goals_all")}</a>}
    </section>
  );
}
