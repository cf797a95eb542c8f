/** Something that is on or off, and changes at once. */
import type { ComponentChildren } from "preact";

type Props = { on: boolean; flip: () => void; disabled?: boolean; hint?: string; children: ComponentChildren };

/** `hint`: the id of what explains it. */
export function Switch({ on, flip, disabled = false, hint, children }: Props) {
  return (
    <button type="button" role="switch" aria-checked={on} aria-describedby={hint} disabled={disabled} onClick={flip} class="group flex min-h-11 cursor-pointer items-center gap-3 text-start disabled:cursor-default disabled:opacity-60">
      <span aria-hidden="true" class="flex h-6 w-11 shrink-0 items-center rounded-full border border-soft bg-page p-0.5 group-aria-checked:justify-end group-aria-checked:border-brand group-aria-checked:bg-brand">
        <span class="size-4.5 rounded-full bg-soft group-aria-checked:bg-brand-ink" />
      </span>
      <span>{children}</span>
    </button>
  );
}
