/** How to hear of things: which, in which way, and when not. Permission for messages is asked for on a click only. */
import { useEffect } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { client, told } from "../../api/client";
import { day } from "../../lib/format";
import { language, t } from "../../lib/i18n";
import { pushState, thisDevice, turnOff, turnOn } from "../../lib/push";
import { explain } from "../../lib/trouble";
import { Choice, Field, Form, useSubmission } from "../../ui/form";
import { Failed, Notice, say, Waiting } from "../../ui/notice";
import { settings, type AlertSettings, type Kind } from "./live";

const WAYS = ["in_app", "email", "push"] as const;
// What is about the safety of the telephone is always told.
const KINDS: Exclude<Kind, "telephone">[] = ["shortfall", "bill_due", "tax_due", "price_rise", "unusual_charge", "old_statement", "goal_reached", "reminder"];
const LIMITS = [1, 2, 3, 5, 10, 20].map((count) => [String(count), String(count)] as const);

export function AlertsCard() {
  useEffect(() => void settings.reload(), []);
  const said = settings.data.value;
  return (
    <section id="alerts" class="card flex flex-col gap-4" aria-labelledby="alerts-title">
      <h2 id="alerts-title">{t("alerts")}</h2>
      {settings.trouble.value && <Failed trouble={settings.trouble.value} retry={() => void settings.reload()} />}
      {!said && !settings.trouble.value && <Waiting tall />}
      {said && <Ways said={said} />}
      {said && <Devices said={said} />}
    </section>
  );
}

function Ways({ said }: { said: AlertSettings }) {
  const submission = useSubmission(async (form) => {
    const kinds = Object.fromEntries(KINDS.map((kind) => [kind, Object.fromEntries(WAYS.map((way) => [way, form.has(`${kind}.${way}`)]))]));
    const body = { kinds, email: form.has("email"), push: form.has("push"), quiet_from: String(form.get("quiet_from")), quiet_until: String(form.get("quiet_until")), daily_limit: Number(form.get("daily_limit")) };
    settings.put(await told(client.PATCH("/api/v1/alert-settings", { body })));
    say(t("saved"));
  });
  const { trouble } = submission;
  return (
    <Form submission={submission} button={t("save")}>
      <Table said={said} />
      <Check name="email" label={t("alerts_email_on")} checked={said.email ?? true} hint={said.email_reaches ? "" : t("alerts_email_unconfirmed")} />
      <Check name="push" label={t("alerts_push_on")} checked={said.push ?? true} hint={said.push_available ? "" : t("push_off")} />
      <fieldset class="grid gap-4 sm:grid-cols-3">
        <legend class="mb-1 text-sm font-medium">{t("quiet_hours")}</legend>
        <Field label={t("quiet_from")} name="quiet_from" type="time" required value={said.quiet_from ?? ""} trouble={trouble.value} />
        <Field label={t("quiet_until")} name="quiet_until" type="time" required value={said.quiet_until ?? ""} trouble={trouble.value} />
        <Choice label={t("daily_limit")} name="daily_limit" options={LIMITS} value={String(said.daily_limit ?? 5)} />
      </fieldset>
      <p class="hint">{t("quiet_hint", { zone: said.time_zone.replaceAll("_", " ") })}</p>
    </Form>
  );
}

function Table({ said }: { said: AlertSettings }) {
  return (
    <div class="relative overflow-x-auto">
    <table class="w-full text-sm">
      <caption class="sr-only">{t("alerts_how")}</caption>
      <thead>
        <tr>
          <th scope="col" class="text-start font-medium">{t("alerts_about")}</th>
          {WAYS.map((way) => <th key={way} scope="col" class="px-1 text-center font-medium">{t(`way_${way}`)}</th>)}
        </tr>
      </thead>
      <tbody>
        {KINDS.map((kind) => (
          <tr key={kind} class="border-t border-line">
            <th scope="row" class="py-1 text-start font-normal">{t(`alert_${kind}`)}</th>
            {WAYS.map((way) => (
              <td key={way} class="text-center">
                <label class="inline-grid size-11 cursor-pointer place-items-center">
                  <span class="sr-only">{t(`alert_${kind}`)}: {t(`way_${way}`)}</span>
                  <input type="checkbox" class="size-5 accent-brand" name={`${kind}.${way}`} defaultChecked={said.kinds?.[kind]?.[way] ?? false} />
                </label>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
    </div>
  );
}

function Check({ name, label, checked, hint }: { name: string; label: string; checked: boolean; hint: string }) {
  return (
    <div>
      <label class="flex min-h-11 cursor-pointer items-center gap-3">
        <input type="checkbox" class="size-5 shrink-0 accent-brand" name={name} defaultChecked={checked} aria-describedby={hint ? `${name}-hint` : undefined} />
        {label}
      </label>
      {hint && <p id={`${name}-hint`} class="hint">{hint}</p>}
    </div>
  );
}

function Devices({ said }: { said: AlertSettings }) {
  const busy = useSignal(false);
  const run = async (action: () => Promise<void>) => {
    busy.value = true;
    await action().catch((cause: unknown) => say(explain(cause)));
    await settings.reload();
    busy.value = false;
  };
  const ask = async () => {
    if (!(await turnOn(said.push_public_key))) say(t("push_denied"));
  };
  if (!said.push_available) return null;
  const here = said.devices.some((one) => one.id === thisDevice());
  return (
    <div class="flex flex-col gap-3 border-t border-line pt-3">
      <h3 class="font-medium">{t("devices")}</h3>
      {said.devices.length === 0 && <p class="hint">{t("devices_none")}</p>}
      <ul class="flex flex-col gap-2 text-sm">
        {said.devices.map((one) => (
          <li key={one.id} class="flex justify-between gap-3">
            <span class="min-w-0 break-words">{one.device || "?"} <span class="hint">{day(one.created_at.slice(0, 10), language.value)}{one.id === thisDevice() && ` · ${t("this_device")}`}</span></span>
            <button class="link shrink-0" disabled={busy.value} onClick={() => void run(() => turnOff(one.id))}>{t("remove")}<span class="sr-only"> ({one.device})</span></button>
          </li>
        ))}
      </ul>
      {!here && pushState() === "askable" && <button class="button button-plain self-start" disabled={busy.value} onClick={() => void run(ask)}>{t("push_turn_on")}</button>}
      {pushState() === "denied" && <Notice>{t("push_denied")}</Notice>}
      {pushState() === "unsupported" && <Notice>{t("push_unsupported")}</Notice>}
    </div>
  );
}
