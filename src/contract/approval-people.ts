/** Who may answer a request, and who asked. */
import { APPROVAL_KEYS, PERSON_KEYS } from "./approval-keys.ts";
import type { Assignee } from "./approval.ts";
import { type Json, JsonObject } from "./json.ts";
import { JsonRecord, listOf, readAll, readId, type Whole } from "./json-record.ts";
import { fold } from "./step-words.ts";

const GROUPS = new Set(["group", "team", "role"]);
const USERS = new Set(["user", "person", "member"]);

export function takeAssignees(request: JsonRecord, text: string): readonly Assignee[] {
  const read = (value: Json) => readAll(listOf(value), (item) => readPerson(item, text));
  return request.takeWhole(APPROVAL_KEYS.assignees, read) ?? [];
}

/** A person's name, else address, else id. */
export function takeRequestedBy(record: JsonRecord, synonyms: string, text: string): string | undefined {
  return record.takeWhole(synonyms, (value) => {
    const person = readPerson(value, text);
    return person && { value: person.value.label, isWhole: person.isWhole };
  });
}

/** An id, `group:legal`, or an object; an address beside a name counts as read. */
function readPerson(value: Json, text: string): Whole<Assignee> | undefined {
  const word = readId(value);
  if (word !== undefined) return { value: fromWord(word), isWhole: true };
  if (!(value instanceof JsonObject)) return undefined;
  const record = new JsonRecord(value, text);
  const kindWord = record.take(PERSON_KEYS.kind, (kind) =>
    typeof kind === "string" && kindOf(kind) ? kind : undefined,
  );
  const id = record.take(PERSON_KEYS.id, readId);
  const label = record.text(PERSON_KEYS.label) ?? id;
  record.text("email");
  if (label === undefined) return undefined;
  const kind = (kindWord && kindOf(kindWord)) || "unknown";
  return { value: { label, kind, ...(id !== undefined && { id }) }, isWhole: record.rest().length === 0 };
}

function fromWord(word: string): Assignee {
  const [, prefix, name] = /^([a-z]+):(.*\S.*)$/i.exec(word) ?? [];
  const kind = prefix === undefined ? undefined : kindOf(prefix);
  return kind ? { id: word, label: name ?? word, kind } : { id: word, label: word, kind: "unknown" };
}

function kindOf(word: string): Assignee["kind"] | undefined {
  const folded = fold(word);
  return GROUPS.has(folded) ? "group" : USERS.has(folded) ? "user" : undefined;
}
