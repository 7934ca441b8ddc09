/** Reads `pendingApproval`, which may hold anything, into an approval. Nothing is dropped and nothing is guessed. */
import { readWhole, takeActions } from "./approval-actions.ts";
import { APPROVAL_KEYS } from "./approval-keys.ts";
import { takeFields, takeOptions } from "./approval-options.ts";
import { takeAssignees, takeRequestedBy } from "./approval-people.ts";
import type { Approval } from "./approval.ts";
import { type Json, JsonArray, JsonObject } from "./json.ts";
import { JsonRecord, listOf, readAll, readId } from "./json-record.ts";
import { Payload } from "./payload.ts";
import { fold } from "./step-words.ts";
import { readTime } from "./times.ts";

const NOT_RETURNED = "The approval's details were not returned.";

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/**
 * The approval a run waits for; undefined unless its status is `awaiting_human`, and then always one, also when the
 * request is missing, empty, a text or a list. Never throws.
 */
export function readApproval(request: Payload | undefined, status: string): Approval | undefined {
  if (status !== "awaiting_human") return undefined;
  const raw = request ?? new Payload("null");
  const value = raw.json;
  if (value instanceof JsonObject) return readObject(value, raw);
  if (value instanceof JsonArray && value.items.length > 0) return readList(value, raw);
  if (typeof value === "string" && /\S/.test(value)) return { ...empty(raw), body: value, notes: [] };
  const isSaying = typeof value !== "string" && value !== null && !(value instanceof JsonArray);
  return { ...empty(raw), extra: isSaying ? [{ name: "pendingApproval", payload: raw }] : [] };
}

function empty(raw: Payload): Approval {
  const nothing = { actions: [], options: [], fields: [], assignees: [], extra: [] };
  return { key: `text-${checksum(raw.text)}`, ...nothing, raw, notes: [NOT_RETURNED] };
}

/** FNV-1a over UTF-16 units: tells requests without an id apart. Nothing is decided by it. */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return `${(hash >>> 0).toString(36)}-${text.length}`;
}

/** `raw` holds the object, alone or as an item of a list. */
function readObject(value: JsonObject, raw: Payload): Approval {
  if (value.entries.length === 0) return empty(raw);
  const { text } = raw;
  const request = new JsonRecord(value, text);
  const notes: string[] = [];
  const approval: Mutable<Approval> = { ...empty(raw), notes };
  const id = request.take(APPROVAL_KEYS.id, readId);
  const nodeId = request.take(APPROVAL_KEYS.nodeId, readId);
  const time = (record: JsonRecord, synonyms: string) => record.take(synonyms, (sent) => timeOf(sent, synonyms, notes));
  const requestedAt = time(request, APPROVAL_KEYS.requestedAt);
  const decided = takeDecided(request, text, time);
  Object.assign(
    approval,
    withoutAbsent({
      id,
      nodeId,
      nodeName: request.text(APPROVAL_KEYS.nodeName),
      title: request.text(APPROVAL_KEYS.title),
      body: request.text(APPROVAL_KEYS.body),
      actions: takeActions(request, text),
      options: takeOptions(request, text),
      fields: takeFields(request, text),
      assignees: takeAssignees(request, text),
      requestedBy: takeRequestedBy(request, APPROVAL_KEYS.requestedBy, text),
      requestedAt: requestedAt ?? decided.askedAt,
      expiresAt: time(request, APPROVAL_KEYS.expiresAt),
      priority: request.take(APPROVAL_KEYS.priority, readId),
      decided: decided.decided,
      url: request.take(APPROVAL_KEYS.url, readUrl),
    }),
  );
  if (id !== undefined) approval.key = id;
  else if (nodeId !== undefined) approval.key = `${nodeId}@${approval.requestedAt ?? ""}`;
  approval.extra = request.rest();
  return approval;
}

function withoutAbsent(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

function timeOf(sent: Json, synonyms: string, notes: string[]): number | undefined {
  if (sent === null || typeof sent === "boolean" || sent instanceof JsonArray || sent instanceof JsonObject)
    return undefined;
  const at = readTime(sent);
  if (at === undefined && sent !== "") {
    const raw = typeof sent === "string" ? sent : sent.raw;
    const what = synonyms === APPROVAL_KEYS.expiresAt ? "The deadline" : "A time";
    notes.push(`${what}, “${raw.slice(0, 60)}”, cannot be read.`);
  }
  return at;
}

/** http or https, with nothing around it. */
function readUrl(value: Json): string | undefined {
  return typeof value === "string" && /^https?:\/\/[^\s\\]+$/i.test(value) && URL.canParse(value) ? value : undefined;
}

const OVER = new Set("approved rejected denied declined completed timedout expired cancelled canceled".split(" "));

type TakeTime = (record: JsonRecord, synonyms: string) => number | undefined;

/** An answer already given, and when it was asked where HumanLayer's `status` tells. */
function takeDecided(
  request: JsonRecord,
  text: string,
  time: TakeTime,
): { readonly decided?: Approval["decided"]; readonly askedAt?: number } {
  let askedAt: number | undefined;
  const inside = request.takeWhole(APPROVAL_KEYS.status, (value) => {
    if (!(value instanceof JsonObject)) return undefined;
    const status = new JsonRecord(value, text);
    askedAt = time(status, APPROVAL_KEYS.requestedAt);
    const decided = readDecided(status, text, time);
    const rest = status.rest().filter((field) => field.payload.text !== "null");
    return { value: decided, isWhole: (decided ?? askedAt) !== undefined && rest.length === 0 };
  });
  const decided = inside ?? readDecided(request, text, time);
  return { ...(decided && { decided }), ...(askedAt !== undefined && { askedAt }) };
}

function readDecided(record: JsonRecord, text: string, time: TakeTime): Approval["decided"] | undefined {
  // `approved: false` alone may only mean "not yet"; with the moment of the answer it is one.
  const moment = record.peek(APPROVAL_KEYS.decidedAt, readTime);
  const outcome =
    record.take(APPROVAL_KEYS.outcome, (value) => {
      if (typeof value === "boolean") return moment === undefined ? undefined : value ? "approved" : "rejected";
      return readAll(listOf(value), readWhole)?.value.join(", ");
    }) ??
    record.take(APPROVAL_KEYS.status, (value) =>
      typeof value === "string" && OVER.has(fold(value)) ? value : undefined,
    );
  if (outcome === undefined) return undefined;
  const by = takeRequestedBy(record, APPROVAL_KEYS.decidedBy, text);
  const at = time(record, APPROVAL_KEYS.decidedAt);
  const comment = record.text(APPROVAL_KEYS.comment);
  return {
    outcome,
    ...(by !== undefined && { by }),
    ...(at !== undefined && { at }),
    ...(comment !== undefined && { comment }),
  };
}

/** One request in a list is that request; several are shown as several actions, each entry kept whole beside them. */
function readList(list: JsonArray, raw: Payload): Approval {
  const only = list.items.length === 1 ? list.items[0]?.value : undefined;
  if (only instanceof JsonObject && only.entries.length > 0) return readObject(only, raw);
  const extra = list.items.map(({ start, end }, i) => ({
    name: `Item ${i + 1}`,
    payload: new Payload(raw.text.slice(start, end)),
  }));
  const actions = list.items.flatMap(({ value }) => {
    if (!(value instanceof JsonObject)) return [];
    const read = readObject(value, raw);
    return read.actions.map((action) => {
      const allowed = action.allowed ?? (read.options.length > 0 ? read.options.map((o) => o.value) : undefined);
      const description = action.description ?? read.body;
      return { ...action, ...(description !== undefined && { description }), ...(allowed && { allowed }) };
    });
  });
  return { ...empty(raw), actions, extra, notes: [`The request is a list of ${list.items.length} entries.`] };
}
