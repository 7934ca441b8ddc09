/** Checks the input a person writes for a run: a JSON object, sent exactly as written. */
import { JsonError, JsonObject, readJson } from "../contract/json.ts";

/** What is wrong with the text, in words with its line; undefined when it can be sent. */
export function inputFault(text: string): string | undefined {
  try {
    return readJson(text) instanceof JsonObject ? undefined : "The input is an object, written in { }.";
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    const before = text.slice(0, error.at).split("\n");
    const column = (before[before.length - 1]?.length ?? 0) + 1;
    return `${error.message.replace(/ at offset \d+$/, "")}, line ${before.length}, column ${column}.`;
  }
}
