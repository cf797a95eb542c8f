/** The mapping screen: the file's first rows, and over each column what it is. */
import type { Signal } from "@preact/signals";
import { t } from "../../lib/i18n";
import type { Words } from "../../lib/words/en";
import { Choice } from "../../ui/form";
import { Notice } from "../../ui/notice";
import { lacking, ROLES, type Mapping, type Role, type Unknown } from "./columns";

type Said = Omit<Mapping, "columns">;
type Props = { unknown: Unknown; roles: Signal<Role[]>; said: Signal<Said> };

export function MappingFields({ unknown, roles, said }: Props) {
  const fault = lacking(roles.value);
  const pick = (place: number, role: Role) => (roles.value = roles.value.map((before, index) => (index === place ? role : before)));
  return (
    <fieldset class="flex min-w-0 flex-col gap-4">
      <legend class="font-medium">{t("map_title")}</legend>
      <p class="hint">{t("map_text")}</p>
      <div class="overflow-x-auto">
        <table class="text-left text-sm">
          <thead>
            <tr>{unknown.header.map((name, place) => <th key={place} scope="col" class="min-w-40 pe-3 align-bottom"><ColumnRole name={name || t("map_column", { number: place + 1 })} role={roles.value[place] ?? ""} pick={(role) => pick(place, role)} /></th>)}</tr>
          </thead>
          <tbody>
            {unknown.rows.map((row, index) => (
              <tr key={index} class="border-t border-line">{unknown.header.map((_, place) => <td key={place} class="max-w-48 truncate pe-3">{row[place]}</td>)}</tr>
            ))}
          </tbody>
        </table>
      </div>
      <Manner said={said} />
      {fault && <Notice>{t(fault)}</Notice>}
    </fieldset>
  );
}

function ColumnRole({ name, role, pick }: { name: string; role: Role; pick: (role: Role) => void }) {
  const options = [["", t("map_ignore")] as const, ...ROLES.map((one) => [one, t(`map_${one}` satisfies keyof Words)] as const)];
  return <Choice label={name} name="" options={options} value={role} onPick={(value) => pick(value as Role)} />;
}

/** How the cells are written, where the file does not tell. */
function Manner({ said }: { said: Signal<Said> }) {
  const { day_first, decimal, sign } = said.value;
  const set = (name: keyof Said, value: Said[keyof Said] | undefined) => {
    const { [name]: _, ...rest } = said.value;
    said.value = value === undefined ? rest : { ...rest, [name]: value };
  };
  const order = day_first === undefined ? "" : String(day_first);
  return (
    <div class="grid gap-4 sm:grid-cols-3">
      <Choice label={t("map_dates")} name="" options={[["", t("map_auto")], ["true", t("day_first")], ["false", t("month_first")]]} value={order} onPick={(value) => set("day_first", value ? value === "true" : undefined)} />
      <Choice label={t("map_decimal")} name="" options={[["", t("map_auto")], [".", "1,234.56"], [",", "1.234,56"]]} value={decimal ?? ""} onPick={(value) => set("decimal", value ? (value as "." | ",") : undefined)} />
      <Choice label={t("map_sign")} name="" options={[["", t("map_sign_plain")], ["inverted", t("map_sign_inverted")]]} value={sign ?? ""} onPick={(value) => set("sign", value ? "inverted" : undefined)} />
    </div>
  );
}
