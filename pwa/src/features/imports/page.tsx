/** Statements: bring one, see what it brought, take one back. */
import { useEffect } from "preact/hooks";
import { client, told } from "../../api/client";
import { t } from "../../lib/i18n";
import { resource } from "../../lib/resource";
import { History } from "./history";
import { Upload } from "./upload-form";

export const accounts = resource(async () => (await told(client.GET("/api/v1/linked-accounts"))).results);
export const imports = resource(async () => (await told(client.GET("/api/v1/imports"))).results);

export function Statements() {
  useEffect(() => void Promise.all([accounts.reload(), imports.reload()]), []);
  return (
    <div class="grid gap-4 lg:grid-cols-2 lg:items-start">
      <h1 class="lg:col-span-2">{t("statements")}</h1>
      <Upload accounts={accounts} onImported={() => void Promise.all([accounts.reload(), imports.reload()])} />
      <History imports={imports} accounts={accounts} />
    </div>
  );
}
