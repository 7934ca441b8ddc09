/** How high rows are in lists and among steps. Remembered on this device; a phone has room for a finger whatever it says. */
import { keptChoice, useKeptChoice } from "./kept-choice.ts";

export type Density = "comfortable" | "compact";

const density = keptChoice<Density>("runlight.density", ["comfortable", "compact"]);

export const setDensity = density.set;
export const useDensity = (): Density => useKeptChoice(density);
