/** The answers a request offers. They are information: a colour only where label and value say the same. */
import { APPROVAL_KEYS, FIELD_KEYS, OPTION_KEYS } from "./approval-keys.ts";
import type { ApprovalField, ApprovalOption } from "./approval.ts";
import { type Json, JsonArray, JsonObject } from "./json.ts";
import { JsonRecord, listOf, readAll, readId, type Whole } from "./json-record.ts";
import { Payload } from "./payload.ts";
import { fold } from "./step-words.ts";

const APPROVE = new Set("approve approved accept accepted allow yes ok confirm grant".split(" "));
const REJECT = new Set("reject rejected deny denied decline declined refuse disallow no".split(" "));

function toneOf(word: string): ApprovalOption["tone"] {
  const folded = fold(word);
  return APPROVE.has(folded) ? "approve" : REJECT.has(folded) ? "reject" : "neutral";
}

function option(value: string, label: string): ApprovalOption {
  const tone = toneOf(value);
  return { value, label, tone: tone === toneOf(label) ? tone : "neutral" };
}

export function takeOptions(request: JsonRecord, text: string): readonly ApprovalOption[] {
  const listed = request.takeWhole(APPROVAL_KEYS.options, (value) =>
    value instanceof JsonArray ? readAll(listOf(value), (item) => readOption(item, text)) : undefined,
  );
  return listed ?? takeConfig(request) ?? [];
}

function readOption(value: Json, text: string): Whole<ApprovalOption> | undefined {
  const word = readId(value);
  if (word !== undefined) return { value: option(word, word), isWhole: true };
  if (!(value instanceof JsonObject)) return undefined;
  const record = new JsonRecord(value, text);
  const own = record.take(OPTION_KEYS.value, readId);
  const label = record.text(OPTION_KEYS.label) ?? own;
  if (label === undefined) return undefined;
  return { value: option(own ?? label, label), isWhole: record.rest().length === 0 };
}

/** Agent Inbox: `config: {allow_accept, allow_edit, allow_respond, allow_ignore}`, all of them true or false. */
function takeConfig(request: JsonRecord): readonly ApprovalOption[] | undefined {
  return request.take(APPROVAL_KEYS.config, (value) => {
    if (!(value instanceof JsonObject) || value.entries.length === 0) return undefined;
    const options: ApprovalOption[] = [];
    for (const { key, value: isAllowed } of value.entries) {
      const [, word] = /^allow(accept|edit|respond|ignore)$/.exec(fold(key)) ?? [];
      if (word === undefined || typeof isAllowed !== "boolean") return undefined;
      if (isAllowed) options.push(option(word, `${word[0]?.toUpperCase() ?? ""}${word.slice(1)}`));
    }
    return options;
  });
}

/** Each field keeps its exact text, so all of it counts as read. */
export function takeFields(request: JsonRecord, text: string): readonly ApprovalField[] {
  const fields = request.take(APPROVAL_KEYS.fields, (value) => {
    if (!(value instanceof JsonArray) || value.items.length === 0) return undefined;
    const read: ApprovalField[] = [];
    for (const item of value.items) {
      if (!(item.value instanceof JsonObject)) return undefined;
      const record = new JsonRecord(item.value, text);
      const name = record.text(FIELD_KEYS.name);
      if (name === undefined) return undefined;
      const [type, label] = [record.text(FIELD_KEYS.type), record.text(FIELD_KEYS.label)];
      const isRequired = record.take("required isrequired", (flag) => (typeof flag === "boolean" ? flag : undefined));
      read.push({
        name,
        required: isRequired ?? false,
        ...(type !== undefined && { type }),
        ...(label !== undefined && { label }),
        raw: new Payload(text.slice(item.start, item.end)),
      });
    }
    return read;
  });
  return fields ?? [];
}
