/** Which column is what, as a person says it on the mapping screen, and as the API takes it. */

export const ROLES = ["date", "memo", "amount", "debit", "credit", "balance", "currency", "id", "gross", "fee", "tip", "net", "jobs", "distance", "time"] as const;
export type Role = (typeof ROLES)[number] | "";

/** What the refusal `unknown_columns` carries. */
export type Unknown = { header: string[]; rows: string[][]; guess: { columns: Record<string, number | number[]> } };

export type Mapping = {
  columns: Record<string, number | number[]>;
  day_first?: boolean;
  decimal?: "." | ",";
  sign?: "inverted";
};

const isUnknown = (details: unknown): details is Unknown => {
  const said = details as Partial<Unknown> | null | undefined;
  return Array.isArray(said?.header) && Array.isArray(said.rows) && typeof said.guess === "object";
};

export const unknownOf = (details: unknown): Unknown | null => (isUnknown(details) ? details : null);

/** The role of each column, as guessed; columns that the guess leaves out have none. */
export function guessed({ header, guess }: Unknown): Role[] {
  const roles: Role[] = header.map(() => "");
  for (const role of ROLES) {
    const said = guess.columns[role];
    for (const place of typeof said === "number" ? [said] : (said ?? [])) if (place in roles) roles[place] = role;
  }
  return roles;
}

/** What is still wrong with the choice: a key of our words, or null. Words may stand in several columns, all else in one. */
export function lacking(roles: readonly Role[]): "map_no_date" | "map_no_amount" | "map_both" | "map_twice" | null {
  const has = (...wanted: Role[]) => wanted.some((role) => roles.includes(role));
  if (!has("date")) return "map_no_date";
  if (!has("amount", "debit", "credit", "gross", "net")) return "map_no_amount";
  if (has("amount", "debit", "credit") && has("gross", "net")) return "map_both";
  const single = roles.filter((role) => role && role !== "memo");
  return new Set(single).size < single.length ? "map_twice" : null;
}

export function mappingOf(roles: readonly Role[], said: Omit<Mapping, "columns">): Mapping {
  const columns: Mapping["columns"] = {};
  roles.forEach((role, place) => {
    if (role === "memo") columns.memo = [...((columns.memo as number[] | undefined) ?? []), place];
    else if (role) columns[role] = place;
  });
  return { columns, ...said };
}
