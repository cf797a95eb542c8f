/** The currency that the overview is in, where there is more than one. */
import { useEffect } from "preact/hooks";
import { currencies, picked, several, shown } from "../../lib/currency";
import { t } from "../../lib/i18n";
import { Tabs } from "../../ui/tabs";
import { forgetAnswers, refresh } from "./live";

export function CurrencySwitch() {
  useEffect(() => void currencies.reload(), []);
  const rows = currencies.data.value;
  if (!rows || !several.value) return null;
  const main = rows[0]?.currency ?? "";
  const pick = (currency: string) => {
    picked.value = currency === main ? null : currency;
    forgetAnswers();
    void refresh();
  };
  return (
    <div class="flex flex-wrap items-center gap-3 lg:col-span-3">
      <Tabs label={t("currency_switch")} options={rows.map((row) => [row.currency, row.currency])} value={shown.value ?? main} pick={pick} />
      {picked.value && <p class="hint">{t("currency_scores", { currency: main })}</p>}
    </div>
  );
}
