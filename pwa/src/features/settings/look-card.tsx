/** Light or dark. */
import { t } from "../../lib/i18n";
import { chooseTheme, chosenTheme, type Theme } from "../../lib/theme";
import { Tabs } from "../../ui/tabs";

export function LookCard() {
  const options: [string, string][] = [["system", t("theme_system")], ["light", t("theme_light")], ["dark", t("theme_dark")]];
  return (
    <section class="card flex flex-col items-start gap-3" aria-labelledby="look">
      <h2 id="look">{t("theme")}</h2>
      <Tabs label={t("theme")} options={options} value={chosenTheme.value} pick={(value) => chooseTheme(value as Theme)} />
    </section>
  );
}
