/** The secret address from which a calendar app reads the bills: made, copied, taken away. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { client, told } from "../../api/client";
import { t } from "../../lib/i18n";
import { resource } from "../../lib/resource";
import { explain } from "../../lib/trouble";
import { Failed, say } from "../../ui/notice";

const calendar = resource(() => told(client.GET("/api/v1/calendar")));

export function CalendarCard() {
  const busy = useSignal(false);
  useEffect(() => void calendar.reload(), []);
  const run = async (action: () => Promise<void>) => {
    busy.value = true;
    await action().catch((cause: unknown) => say(explain(cause)));
    busy.value = false;
  };
  const make = async () => calendar.put(await told(client.POST("/api/v1/calendar")));
  const close = async () => {
    await told(client.DELETE("/api/v1/calendar"));
    await calendar.reload();
  };
  const found = calendar.data.value;
  return (
    <section class="card flex flex-col gap-3" aria-labelledby="calendar">
      <h2 id="calendar">{t("calendar")}</h2>
      <p class="hint">{t("calendar_hint")}</p>
      {calendar.trouble.value && <Failed trouble={calendar.trouble.value} retry={() => void calendar.reload()} />}
      {found?.url && <Address url={found.url} />}
      {found?.created_at && !found.url && <p class="text-sm">{t("calendar_open")}</p>}
      <div class="flex flex-wrap gap-3">
        <button class="button button-plain" disabled={busy.value} onClick={() => void run(make)}>{t(found?.created_at ? "calendar_renew" : "calendar_make")}</button>
        {found?.created_at && <button class="button button-plain" disabled={busy.value} onClick={() => void run(close)}>{t("calendar_close")}</button>}
      </div>
    </section>
  );
}

function Address({ url }: { url: string }) {
  const copy = () => void navigator.clipboard.writeText(url).then(() => say(t("copied")), () => say(t("went_wrong")));
  return (
    <div class="flex flex-col items-start gap-2" aria-live="polite">
      <label class="w-full text-sm font-medium">
        {t("calendar_address")}
        <input class="field mt-1 font-mono text-sm" readOnly value={url} onFocus={(event) => event.currentTarget.select()} />
      </label>
      <button class="link text-sm" onClick={copy}>{t("copy")}</button>
    </div>
  );
}
