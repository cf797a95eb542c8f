/** Whether operators may read the conversation that is on the screen: only when the person says so, and taken back at once. */
import { signal, useSignal } from "@preact/signals";
import { client, told } from "../../api/client";
import { language, t } from "../../lib/i18n";
import { online } from "../../lib/online";
import { explain } from "../../lib/trouble";
import { say } from "../../ui/notice";
import { Switch } from "../../ui/switch";
import { conversation } from "./conversation";

/** Since when which conversation is shared; one that was begun here is not, until it is. */
const since = signal<Record<string, string | null>>({});

export function noteShared(id: string, at: string | null): void {
  since.value = { ...since.value, [id]: at };
}

async function share(id: string, shared: boolean): Promise<void> {
  const kept = await told(client.PATCH("/api/v1/conversations/{public_id}", { params: { path: { public_id: id } }, body: { shared } }));
  noteShared(id, kept.shared_at);
}

export function Sharing() {
  const busy = useSignal(false);
  const id = conversation.value;
  const at = since.value[id] ?? null;
  const flip = async () => {
    if (busy.value) return;
    busy.value = true;
    await share(id, at === null).catch((cause: unknown) => say(explain(cause)));
    busy.value = false;
  };
  const when = (instant: string) => new Intl.DateTimeFormat(language.value, { dateStyle: "medium", timeStyle: "short" }).format(new Date(instant));
  return (
    <div>
      <Switch on={at !== null} flip={() => void flip()} disabled={!id || !online.value} hint="sharing-hint">{t("ask_share")}</Switch>
      <p id="sharing-hint" class="hint">{at === null ? t("ask_share_hint") : t("ask_shared_since", { date: when(at) })}</p>
    </div>
  );
}
