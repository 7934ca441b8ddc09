/** Light, dark, or as the system wishes. Remembered on this device; styles.css reads it from the root element. */
import { keptChoice, useKeptChoice } from "../ui/kept-choice.ts";

export type Theme = "system" | "light" | "dark";

const theme = keptChoice<Theme>("runlight.theme", ["system", "light", "dark"]);

/** Called before the first render, so that no other theme flashes. */
export function applyTheme(): void {
  if (theme.get() === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme.get();
}

export function setTheme(next: Theme): void {
  theme.set(next);
  applyTheme();
}

export const useTheme = (): Theme => useKeptChoice(theme);
