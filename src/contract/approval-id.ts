/** The id of the request that waits in a run, in an answer or in a list. */
import { JsonObject, readJson } from "./json.ts";
import type { Payload } from "./payload.ts";

/** Undefined when nothing waits, or the request was left out; empty when it names no id. */
export function approvalIdOf(request: Pick<Payload, "text"> | undefined): string | undefined {
  if (!request) return undefined;
  try {
    const read = readJson(request.text);
    const id = read instanceof JsonObject ? read.get("id") : undefined;
    return typeof id === "string" ? id : "";
  } catch {
    return "";
  }
}
