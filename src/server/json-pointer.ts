/** JSON pointers (RFC 6901) over the lossless reader: from a pointer to the exact text it names. */
import { type Json, JsonArray, type JsonEntry, type JsonItem, JsonObject, readJson } from "../contract/json.ts";
import { ProblemError } from "./problems.ts";

export function pointerPart(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}

/**
 * The exact text at a pointer; of duplicate keys the last one counts, as everywhere. Throws ProblemError `bad-request`
 * for what is no pointer below the root, `not-found` when it leads nowhere. `twin` is another text with the same
 * containers in the same order, such as the same answer unmasked: the way is found in `text`, what it leads to is the
 * twin's.
 */
export function textAt(text: string, pointer: string, twin: string = text): string {
  if (!/^(?:\/(?:[^~/]|~[01])*)+$/s.test(pointer))
    throw new ProblemError(
      "bad-request",
      "path must be a JSON pointer such as /taskResult or /workflowNodes/3/output.",
    );
  let value = readJson(text);
  let other = twin === text ? value : readJson(twin);
  let found: JsonItem | JsonEntry | undefined;
  for (const part of pointer.slice(1).split("/")) {
    const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
    const index = indexOf(value, name);
    const members = membersOf(value);
    found = membersOf(other)[index];
    const next = members[index];
    if (!next || !found) throw new ProblemError("not-found", "The run has no field at that path.");
    value = next.value;
    other = found.value;
  }
  return found ? twin.slice(found.start, found.end) : twin;
}

function membersOf(value: Json): readonly (JsonItem | JsonEntry)[] {
  if (value instanceof JsonObject) return value.entries;
  return value instanceof JsonArray ? value.items : [];
}

/** -1 when there is none. */
function indexOf(value: Json, name: string): number {
  if (value instanceof JsonObject) return value.entries.findLastIndex((entry) => entry.key === name);
  return /^(?:0|[1-9]\d{0,8})$/.test(name) ? Number(name) : -1;
}
