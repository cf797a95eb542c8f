/** Statements: bring one, see what it brought, take one back. */
import { useEffect } from "preact/hooks";
import { client, told } from "../../api/client";
import { t } from "../../lib/i18n";
import { resource } from "../../lib/resource";
import { MoneyWays } from "../../ui/shell";
import { reload as reloadReviews } from "../reviews/live";
import { ReviewsCard } from "../reviews/reviews-card";
import { TransfersCard } from "../reviews/transfers-card";
import { History } from "./history";
import { Upload } from "./upload-form";

export const accounts = resource(async () => (await told(client.GET("/api/v1/linked-accounts"))).results);
export const imports = resource(async () => (await told(client.GET("/api/v1/imports"))).results);

const reload = () => void Promise.all([accounts.reload(), imports.reload()]);

export function Statements() {
  useEffect(reload, []);
  useEffect(() => void reloadReviews(), [imports.data.value]); // an import brings questions, undoing one takes them away
  return (
    <div class="grid grid-cols-1 gap-4 lg:grid-cols-2 lg:items-start">
      <h1 class="lg:col-span-2">{t("statements")}</h1>
      <div class="lg:col-span-2"><MoneyWays /></div>
      <Upload accounts={accounts} onImported={reload} />
      <ReviewsCard accounts={accounts.data.value} changed={() => void accounts.reload()} />
      <History imports={imports} accounts={accounts} />
      <TransfersCard accounts={accounts.data.value} changed={() => void accounts.reload()} />
    </div>
  );
}
