/** How times are shown, everywhere at once: local, UTC, or how long ago. Remembered on this device. */
import { keptChoice, useKeptChoice } from "./kept-choice.ts";

export type TimeMode = "local" | "utc" | "relative";

const mode = keptChoice<TimeMode>("runlight.times", ["local", "utc", "relative"]);

export const getTimeMode = mode.get;
export const setTimeMode = mode.set;
export const useTimeMode = (): TimeMode => useKeptChoice(mode);
