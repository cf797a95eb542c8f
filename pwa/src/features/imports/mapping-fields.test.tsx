import { signal } from "@preact/signals";
import { render } from "preact";
import { expect, test } from "vitest";
import { guessed, type Mapping, type Role, type Unknown } from "./columns";
import { MappingFields } from "./mapping-fields";

const unknown: Unknown = { header: ["Quand", ""], rows: [["13/10/2026", "45.10"]], guess: { columns: { date: 0 } } };
const settled = () => new Promise((resolve) => setTimeout(resolve));

function pick(select: HTMLSelectElement, value: string) {
  select.value = value;
  select.dispatchEvent(new Event("change", { bubbles: true }));
}

test("the screen starts from the guess, says what lacks, and takes what is picked", async () => {
  const roles = signal<Role[]>(guessed(unknown));
  const said = signal<Omit<Mapping, "columns">>({});
  const page = document.createElement("div");
  document.body.append(page);
  render(<MappingFields unknown={unknown} roles={roles} said={said} />, page);
  const selects = [...page.querySelectorAll("select")];
  expect(selects.map((select) => select.value)).toEqual(["date", "", "", "", ""]);
  expect([...page.querySelectorAll("th label")].map((label) => label.textContent)).toEqual(["Quand", "Column 2"]);
  expect(page.textContent).toContain("Say which column is the amount");
  pick(selects[1] as HTMLSelectElement, "amount");
  pick(selects[2] as HTMLSelectElement, "true");
  pick(selects[4] as HTMLSelectElement, "inverted");
  await settled();
  expect(roles.value).toEqual(["date", "amount"]);
  expect(said.value).toEqual({ day_first: true, sign: "inverted" });
  expect(page.textContent).not.toContain("Say which column");
  pick(selects[2] as HTMLSelectElement, "");
  expect(said.value).toEqual({ sign: "inverted" });
});
