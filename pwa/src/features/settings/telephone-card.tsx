/** The way to the telephone's own page. */
import { t } from "../../lib/i18n";

export function TelephoneCard() {
  return (
    <section class="card flex flex-col items-start gap-3" aria-labelledby="telephone">
      <h2 id="telephone">{t("telephone")}</h2>
      <p class="hint">{t("tel_settings_hint")}</p>
      <a class="link min-h-8 content-center" href="/telephone">{t("tel_open")}</a>
    </section>
  );
}
