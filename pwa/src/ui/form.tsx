/** Form pieces: a field with its label, hint and fault; a button that shows when it works; submitting with faults. */
import { useSignal, type Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { asTrouble, type Trouble } from "../api/client";
import { t } from "../lib/i18n";
import { faultOf, summary } from "../lib/trouble";
import { Notice } from "./notice";

export interface Submission {
  busy: Signal<boolean>;
  trouble: Signal<Trouble | null>;
  submit: (event: Event) => void;
}

/** Run an action on submit: one at a time, its trouble kept beside the form. */
export function useSubmission(action: (form: FormData) => Promise<void>): Submission {
  const busy = useSignal(false);
  const trouble = useSignal<Trouble | null>(null);
  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy.value) return;
    busy.value = true;
    trouble.value = null;
    try {
      await action(new FormData(event.target as HTMLFormElement));
    } catch (cause) {
      trouble.value = asTrouble(cause);
    } finally {
      busy.value = false;
    }
  };
  return { busy, trouble, submit: (event) => void submit(event) };
}

type FormProps = { submission: Submission; button: string; children: ComponentChildren; plain?: boolean };

/** A form with its button; a trouble of no field stands over the button. */
export function Form({ submission, button, children, plain = false }: FormProps) {
  const { busy, trouble, submit } = submission;
  const general = trouble.value && summary(trouble.value);
  return (
    <form class="flex flex-col gap-4" onSubmit={submit}>
      {children}
      {general && <Notice tone="bad">{general}</Notice>}
      <button class={`button ${plain ? "button-plain" : "button-main"}`} disabled={busy.value} aria-busy={busy.value}>
        {busy.value && <Spinner />}
        {button}
      </button>
    </form>
  );
}

export function Spinner() {
  return <span class="size-4 animate-spin rounded-full border-2 border-current border-t-transparent" aria-hidden="true" />;
}

/** What a field takes of an input's attributes; those that all its types have. */
interface InputProps {
  type?: "text" | "email" | "password" | "date" | "time" | "tel";
  value?: string;
  required?: boolean;
  autoFocus?: boolean;
  autoComplete?: "username" | "name" | "current-password" | "new-password" | "one-time-code" | "tel" | "off";
  autoCapitalize?: "characters";
  inputMode?: "email" | "decimal" | "numeric";
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  min?: string;
  max?: string;
  spellcheck?: boolean;
}
type FieldProps = InputProps & { label: string; name: string; hint?: string; trouble?: Trouble | null; list?: readonly string[] };

/** A field; `list` are words to choose from, beside which any other may be written. */
export function Field({ label, name, hint, trouble, list, type = "text", ...input }: FieldProps) {
  const id = useId();
  const fault = faultOf(trouble, name);
  const attributes = { ...input, type } as object; // Preact types each `type` apart, for the roles it may have
  return (
    <div class="flex flex-col gap-1">
      <label for={id} class="text-sm font-medium">{label}</label>
      {list && <datalist id={`${id}-list`}>{list.map((word) => <option key={word} value={word} />)}</datalist>}
      <input {...attributes} list={list && `${id}-list`} id={id} name={name} class="field" aria-invalid={fault !== ""} aria-describedby={`${id}-hint`} />
      <span id={`${id}-hint`} class={fault ? "text-sm text-bad" : "hint"} role={fault ? "alert" : undefined}>
        {fault || hint}
      </span>
    </div>
  );
}

export function CurrencyField(props: FieldProps) {
  return <Field {...props} required minLength={3} maxLength={3} pattern="[A-Za-z]{3}" autoCapitalize="characters" hint={t("currency_hint")} />;
}

/** Tells password managers whose password the form is about. */
export function Username({ email }: { email: string }) {
  return <input type="email" autoComplete="username" value={email} readOnly hidden />;
}

export function PasswordField(props: FieldProps) {
  const shown = useSignal(false);
  return (
    <div class="relative">
      <Field {...props} type={shown.value ? "text" : "password"} />
      <button type="button" class="link absolute end-2 top-8 text-sm" aria-pressed={shown.value} onClick={() => (shown.value = !shown.value)}>
        {t(shown.value ? "hide" : "show")}
      </button>
    </div>
  );
}

type ChoiceProps = { label: string; name: string; options: readonly (readonly [string, string])[]; value?: string; onPick?: (value: string) => void };

export function Choice({ label, name, options, value, onPick }: ChoiceProps) {
  const id = useId();
  return (
    <div class="flex flex-col gap-1">
      <label for={id} class="text-sm font-medium">{label}</label>
      <select id={id} name={name} class="field" value={value} onChange={(event) => onPick?.(event.currentTarget.value)}>
        {options.map(([key, text]) => <option key={key} value={key}>{text}</option>)}
      </select>
    </div>
  );
}
