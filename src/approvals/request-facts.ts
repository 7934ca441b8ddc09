/** A request as flat label-and-text facts: what is laid out, and what is compared when the request changes. */
import type { Approval, ApprovalAction } from "../contract/approval.ts";
import { type Json, JsonArray, JsonNumber, JsonObject } from "../contract/json.ts";
import type { Payload } from "../contract/payload.ts";

/** One argument of an action, as written. */
export interface ActionArg {
  readonly name: string;
  /** JSON text exactly as sent: strings keep their quotes, numbers their digits. */
  readonly text: string;
  /** Why a person cannot read what stands here; absent when they can. */
  readonly uninspectable?: string;
}

/** The arguments in the order sent, duplicates included; one row named `args` when they are no object. */
export function actionArgs(args: Payload | undefined): readonly ActionArg[] {
  if (!args) return [];
  let json: Json;
  try {
    json = args.json;
  } catch {
    return [{ name: "args", text: args.text, uninspectable: "it is not JSON" }];
  }
  if (json === null) return [];
  if (!(json instanceof JsonObject)) return [argOf("args", args.text, json)];
  // A payload still encoded as a whole; encoded parts are told apart below.
  if (isEncoded(json)) return [argOf("args", args.text, json)];
  return json.entries.map((entry) => argOf(entry.key, args.text.slice(entry.start, entry.end), entry.value));
}

function argOf(name: string, text: string, value: Json): ActionArg {
  const uninspectable = whyUninspectable(value);
  return uninspectable ? { name, text, uninspectable } : { name, text };
}

const READABLE_ENCODINGS = new Set(["json/plain", "json/protobuf", "binary/null"]);
const DEEPEST = 200;
// Control characters other than tab and line breaks, the replacement character, lone surrogates.
const UNREADABLE =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffd]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/**
 * Why this part of a request cannot be inspected, in words; undefined when it can. Looks for payloads still in an
 * encoded form (Temporal's `metadata.encoding` with `data`), text that is no text, and nesting past 200 levels.
 */
export function whyUninspectable(value: Json): string | undefined {
  const open: { value: Json; depth: number }[] = [{ value, depth: 0 }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value: part, depth } = next;
    if (depth > DEEPEST) return `it is nested more than ${DEEPEST} levels deep`;
    if (typeof part === "string" && UNREADABLE.test(part)) return "it holds bytes that are no text";
    if (part instanceof JsonArray) for (const item of part.items) open.push({ value: item.value, depth: depth + 1 });
    if (part instanceof JsonObject) {
      if (isEncoded(part)) return `it is encoded as ${encodingOf(part)}`;
      for (const entry of part.entries) open.push({ value: entry.value, depth: depth + 1 });
    }
  }
  return undefined;
}

function isEncoded(part: JsonObject): boolean {
  const encoding = encodingOf(part);
  return encoding !== undefined && !READABLE_ENCODINGS.has(encoding);
}

/** The encoding of a Temporal payload, written plainly or in base64; undefined for anything else. */
function encodingOf(part: JsonObject): string | undefined {
  const metadata = part.get("metadata");
  const encoding = metadata instanceof JsonObject ? metadata.get("encoding") : undefined;
  if (typeof encoding !== "string" || typeof part.get("data") !== "string") return undefined;
  if (encoding.includes("/")) return encoding;
  try {
    const plain = atob(encoding);
    return /^[\w./+-]+$/.test(plain) ? plain : encoding;
  } catch {
    return encoding;
  }
}

/** The name people see for an action; requests may name none. */
export function actionName(action: ApprovalAction | undefined): string | undefined {
  return action?.name === "" ? undefined : action?.name;
}

/** The request says nothing at all: it is missing, or empty. */
export function isEmptyRequest({ raw }: Approval): boolean {
  return ["{}", "[]", "null", '""'].includes(raw.text.trim());
}

/** The part of the request one line can hold: the first action and the first number or text it carries. */
export function shortAction(approval: Approval): { readonly name: string; readonly detail?: string } {
  const action = approval.actions[0];
  const more = approval.actions.length > 1 ? ` and ${approval.actions.length - 1} more` : "";
  const name = `${actionName(action) ?? approval.nodeName ?? "Request without a named action"}${more}`;
  const json = readable(action?.args);
  const amount = json?.entries.find((entry) => entry.value instanceof JsonNumber);
  return amount?.value instanceof JsonNumber ? { name, detail: amount.value.raw } : { name };
}

function readable(args: Payload | undefined): JsonObject | undefined {
  try {
    return args?.json instanceof JsonObject ? args.json : undefined;
  } catch {
    return undefined;
  }
}

export interface Fact {
  readonly label: string;
  readonly text: string;
}

/** Every part of the request a person may have read, flat. Labels are unique. */
export function requestFacts(approval: Approval): readonly Fact[] {
  const facts: Fact[] = [];
  const seen = new Map<string, number>();
  const add = (label: string, text: string | undefined): void => {
    if (text === undefined) return;
    const count = (seen.get(label) ?? 0) + 1;
    seen.set(label, count);
    facts.push({ label: count === 1 ? label : `${label} (${count})`, text });
  };
  add("id", approval.id);
  add("step", approval.nodeName ?? approval.nodeId);
  const isOne = approval.actions.length === 1;
  for (const [index, action] of approval.actions.entries()) {
    const prefix = isOne ? "" : `action ${index + 1}: `;
    add(`${prefix}action`, action.name);
    for (const arg of actionArgs(action.args)) add(`${prefix}${arg.name}`, arg.text);
    add(`${prefix}description`, action.description);
    add(`${prefix}allowed`, action.allowed?.join(", "));
  }
  add("title", approval.title);
  add("text", approval.body);
  add("options", approval.options.map((o) => `${o.label} = ${o.value}`).join(", ") || undefined);
  for (const field of approval.fields) add(`field ${field.name}`, field.raw.text);
  add("for", approval.assignees.map((a) => a.label).join(", ") || undefined);
  add("asked by", approval.requestedBy);
  add("asked", approval.requestedAt === undefined ? undefined : new Date(approval.requestedAt).toISOString());
  add("expires", approval.expiresAt === undefined ? undefined : new Date(approval.expiresAt).toISOString());
  add("priority", approval.priority);
  add("link", approval.url);
  for (const field of approval.extra) add(field.name, field.payload.text);
  return facts;
}

export interface Change {
  readonly label: string;
  /** Absent when the field is new. */
  readonly before?: string;
  /** Absent when the field is gone. */
  readonly after?: string;
}

/**
 * What differs between two requests, by field, in the order of the newer one. Two requests whose facts agree but whose
 * texts do not (spacing, order) differ in `exact text`: the digest binds the text, so that is a change too.
 */
export function requestChanges(before: Approval, after: Approval): readonly Change[] {
  if (before.raw.text === after.raw.text) return [];
  const old = new Map(requestFacts(before).map((fact) => [fact.label, fact.text]));
  const changes: Change[] = [];
  for (const { label, text } of requestFacts(after)) {
    const was = old.get(label);
    old.delete(label);
    if (was === undefined) changes.push({ label, after: text });
    else if (was !== text) changes.push({ label, before: was, after: text });
  }
  for (const [label, text] of old) changes.push({ label, before: text });
  return changes.length > 0 ? changes : [{ label: "exact text", before: before.raw.text, after: after.raw.text }];
}
