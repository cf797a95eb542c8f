/** Light, dark, or as the device says; remembered on this device only. */
import { computed, effect, signal } from "@preact/signals";

export type Theme = "system" | "light" | "dark";
const KEY = "giglens.theme";
const device = matchMedia("(prefers-color-scheme: dark)");

function remembered(): Theme {
  const said = localStorage.getItem(KEY);
  return said === "light" || said === "dark" ? said : "system";
}

export const chosenTheme = signal<Theme>(remembered());
const deviceIsDark = signal(device.matches);
device.addEventListener("change", (event) => (deviceIsDark.value = event.matches));

/** What is shown. */
export const theme = computed<"light" | "dark">(() => {
  if (chosenTheme.value !== "system") return chosenTheme.value;
  return deviceIsDark.value ? "dark" : "light";
});
effect(() => void (document.documentElement.dataset["theme"] = theme.value));

export function chooseTheme(chosen: Theme): void {
  if (chosen === "system") localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, chosen);
  chosenTheme.value = chosen;
}
