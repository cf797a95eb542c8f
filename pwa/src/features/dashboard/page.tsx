/** The overview: what is coming, what to do, how things stand, what it came to. */
import { useEffect } from "preact/hooks";
import { client, told } from "../../api/client";
import { t } from "../../lib/i18n";
import { resource } from "../../lib/resource";
import { Failed, Waiting } from "../../ui/notice";
import { GoalsCard } from "../goals/card";
import { AdviceCard } from "./advice-card";
import { AffordCard } from "./afford-card";
import { ForecastCard } from "./forecast-card";
import { CurrencySwitch } from "./currency-switch";
import { KeyFigures } from "./key-figures";
import { watch } from "./live";
import { ScoresCard } from "./scores-card";
import { SnapshotsCard } from "./snapshots-card";

/** Whether there is anything to show at all: an import that still stands. */
const begun = resource(async () => {
  const { results } = await told(client.GET("/api/v1/imports"));
  return results.some((row) => row.undone_at === null && row.rows > 0);
});

export function Dashboard() {
  useEffect(() => void begun.reload(), []);
  if (begun.trouble.value && begun.data.value === null) return <Failed trouble={begun.trouble.value} retry={() => void begun.reload()} />;
  if (begun.data.value === null) return <Waiting tall />;
  return begun.data.value ? <Picture /> : <Empty />;
}

function Empty() {
  return (
    <div class="card mx-auto mt-8 flex max-w-lg flex-col items-start gap-4">
      <h1>{t("empty_title")}</h1>
      <p class="text-soft">{t("empty_text")}</p>
      <a class="button button-main" href="/statements">{t("empty_action")}</a>
    </div>
  );
}

function Picture() {
  useEffect(watch, []);
  return (
    <div class="grid grid-cols-1 gap-4 lg:grid-cols-3 lg:items-start">
      <h1 class="sr-only">{t("overview")}</h1>
      <CurrencySwitch />
      <div class="flex min-w-0 flex-col gap-4 lg:col-span-2">
        <KeyFigures />
        <ForecastCard />
        <SnapshotsCard />
      </div>
      <div class="flex min-w-0 flex-col gap-4">
        <AdviceCard />
        <GoalsCard />
        <AffordCard />
        <ScoresCard />
      </div>
    </div>
  );
}
