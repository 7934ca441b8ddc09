/** JSON pointers (RFC 6901) over the lossless reader: from a pointer to the exact text it names. */
import { JsonArray, type JsonEntry, type JsonItem, JsonObject, readJson } from "../contract/json.ts";
import { ProblemError } from "./problems.ts";

export function pointerPart(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}

/**
 * The exact text at a pointer; of duplicate keys the last one counts, as everywhere. Throws ProblemError `bad-request`
 * for what is no pointer below the root, `not-found` when it leads nowhere.
 */
export function textAt(text: string, pointer: string): string {
  if (!/^(?:\/(?:[^~/]|~[01])*)+$/s.test(pointer))
    throw new ProblemError(
      "bad-request",
      "path must be a JSON pointer such as /taskResult or /workflowNodes/3/output.",
    );
  let value = readJson(text);
  let found: JsonItem | JsonEntry | undefined;
  for (const part of pointer.slice(1).split("/")) {
    const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
    if (value instanceof JsonObject) found = value.entries.findLast((entry) => entry.key === name);
    else if (value instanceof JsonArray)
      found = /^(?:0|[1-9]\d{0,8})$/.test(name) ? value.items[Number(name)] : undefined;
    else found = undefined;
    if (!found) throw new ProblemError("not-found", "The run has no field at that path.");
    value = found.value;
  }
  return found ? text.slice(found.start, found.end) : text;
}
