/** Light, dark, or as the device says; remembered on this device only. */
export type Theme = "system" | "light" | "dark";
const KEY = "giglens.theme";

export function chosenTheme(): Theme {
  const said = localStorage.getItem(KEY);
  return said === "light" || said === "dark" ? said : "system";
}

export function applyTheme(theme: Theme = chosenTheme()): void {
  const dark = theme === "dark" || (theme === "system" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset["theme"] = dark ? "dark" : "light";
}

export function chooseTheme(theme: Theme): void {
  localStorage.setItem(KEY, theme);
  applyTheme(theme);
}
