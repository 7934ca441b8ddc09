/** Who an approval request names: those who may answer it, and who asked. An agent wrote it, in any of the usual spellings. */
import { APPROVAL_KEYS } from "../contract/approval-keys.ts";
import { type Json, JsonArray, JsonObject, readJson } from "../contract/json.ts";
import { fold } from "../contract/step-words.ts";
import type { Viewer } from "./source.ts";

/** The request is for this viewer, by name or by role. `request`: JSON text, absent while nothing waits. */
export function isAssigned(request: string | undefined, { name, isLocal, roles }: Viewer): boolean {
  if (isLocal) return true;
  const named = peopleOf(request, APPROVAL_KEYS.assignees);
  return [name, ...roles].some((word) => named.has(word.toLowerCase()));
}

/** The request says that this person asked. */
export function isAskedBy(request: string, name: string): boolean {
  return peopleOf(request, APPROVAL_KEYS.requestedBy).has(name.toLowerCase());
}

/** Every word a member of these names holds for people: ids, names, addresses, in lower case. */
function peopleOf(request: string | undefined, keys: string): ReadonlySet<string> {
  const words = new Set<string>();
  const root = request === undefined ? undefined : readJson(request);
  if (!(root instanceof JsonObject)) return words;
  const wanted = keys.split(" ");
  for (const { key, value } of root.entries) if (wanted.includes(fold(key))) addPeople(words, value);
  return words;
}

function addPeople(words: Set<string>, value: Json): void {
  const people = value instanceof JsonArray ? value.items.map((item) => item.value) : [value];
  for (const person of people) {
    const texts = person instanceof JsonObject ? person.entries.map((entry) => entry.value) : [person];
    for (const text of texts) {
      if (typeof text !== "string") continue;
      words.add(text.toLowerCase());
      // `role:approver`, `group:legal`
      words.add(text.slice(text.indexOf(":") + 1).toLowerCase());
    }
  }
}
