/** A choice of few, one always chosen: radio buttons in the shape of tabs, so that keyboard and reader know them. */
import { useId } from "preact/hooks";

type Props = { label: string; options: [string, string][]; value: string; pick: (value: string) => void };

export function Tabs({ label, options, value, pick }: Props) {
  const name = useId();
  return (
    <fieldset class="flex min-w-0 flex-wrap rounded-lg border border-line p-0.5 text-sm">
      <legend class="sr-only">{label}</legend>
      {options.map(([key, text]) => (
        <label key={key} class="flex min-h-9 cursor-pointer items-center rounded-md px-3 has-checked:bg-tint has-checked:font-semibold has-focus-visible:outline-3 has-focus-visible:outline-brand">
          <input type="radio" class="sr-only" name={name} checked={key === value} onChange={() => pick(key)} />
          {text}
        </label>
      ))}
    </fieldset>
  );
}
