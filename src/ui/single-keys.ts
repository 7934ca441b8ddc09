/** Whether letters and signs alone are keys anywhere on a page: who speaks to the machine, or slips, turns that off. */
import { keptChoice, useKeptChoice } from "./kept-choice.ts";

const singleKeys = keptChoice<"on" | "off">("runlight.keys", ["on", "off"]);

export const setSingleKeys = singleKeys.set;
export const areSingleKeysOn = (): boolean => singleKeys.get() === "on";
export const useSingleKeys = (): boolean => useKeptChoice(singleKeys) === "on";
