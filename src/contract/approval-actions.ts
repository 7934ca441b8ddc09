/** What will run if the answer is yes: the actions of an approval request, in the shapes platforms send them. */
import { ACTION_KEYS, APPROVAL_KEYS, FLAT_ACTION_KEYS } from "./approval-keys.ts";
import type { ApprovalAction } from "./approval.ts";
import { type Json, JsonArray, type JsonEntry, JsonObject } from "./json.ts";
import { JsonRecord, listOf, readAll, readWords, type Whole } from "./json-record.ts";

/** `allowed` per action comes from LangChain's `review_configs`. Consumes what it reads. `text`: as in JsonRecord. */
export function takeActions(request: JsonRecord, text: string): readonly ApprovalAction[] {
  const read = (value: Json) => readAll(listOf(value), (item) => readAction(item, text));
  const listed = takeFlatAction(request) ?? request.takeWhole(APPROVAL_KEYS.actions, read) ?? [];
  const rules = takeReviewConfigs(request, text, listed);
  return listed.map((action) => {
    const allowed = action.name === undefined ? undefined : rules.get(action.name);
    return allowed ? { ...action, allowed } : action;
  });
}

/** A name alone, or an object with at least a name or arguments. */
function readAction(value: Json, text: string): Whole<ApprovalAction> | undefined {
  const name = readWords(value);
  if (name !== undefined) return { value: { name }, isWhole: true };
  if (!(value instanceof JsonObject)) return undefined;
  const record = new JsonRecord(value, text);
  const action = {
    name: record.text(ACTION_KEYS.name),
    args: record.take(ACTION_KEYS.args, (args, entry) => (args === null ? undefined : record.payload(entry))),
    description: record.text(ACTION_KEYS.description),
  };
  if (action.name === undefined && action.args === undefined) return undefined;
  return { value: withoutAbsent(action), isWhole: record.rest().length === 0 };
}

/** `toolName` with `toolInput`, `name` with `args`: only together, for a name alone names no action. */
function takeFlatAction(request: JsonRecord): readonly ApprovalAction[] | undefined {
  const hasArgs = request.peek(FLAT_ACTION_KEYS.args, (value) => value instanceof JsonObject || undefined);
  const hasName = request.peek(FLAT_ACTION_KEYS.name, readWords);
  if (!hasArgs || hasName === undefined) return undefined;
  const args = request.take(FLAT_ACTION_KEYS.args, (value, entry: JsonEntry) =>
    value instanceof JsonObject ? request.payload(entry) : undefined,
  );
  return [withoutAbsent({ name: request.text(FLAT_ACTION_KEYS.name), args, description: undefined })];
}

function withoutAbsent(action: {
  [Key in "name" | "args" | "description"]: ApprovalAction[Key] | undefined;
}): ApprovalAction {
  return Object.fromEntries(Object.entries(action).filter(([, value]) => value !== undefined)) as ApprovalAction;
}

/** `[{action_name, allowed_decisions}]`; consumed when all of it was read and every entry belongs to an action. */
function takeReviewConfigs(
  request: JsonRecord,
  text: string,
  actions: readonly ApprovalAction[],
): ReadonlyMap<string, readonly string[]> {
  const rules = request.takeWhole(APPROVAL_KEYS.reviewConfigs, (value) => {
    if (!(value instanceof JsonArray)) return undefined;
    return readAll(listOf(value), (item): Whole<readonly [string, readonly string[]]> | undefined => {
      if (!(item instanceof JsonObject)) return undefined;
      const record = new JsonRecord(item, text);
      const name = record.text("actionname");
      const words = record.take("alloweddecisions", (list) =>
        list instanceof JsonArray ? readAll(listOf(list), readWhole)?.value : undefined,
      );
      if (name === undefined || !words) return undefined;
      const isKnown = actions.some((action) => action.name === name);
      return { value: [name, words] as const, isWhole: isKnown && record.rest().length === 0 };
    });
  });
  return new Map(rules);
}

/** A text as a value read whole. */
export function readWhole(value: Json): Whole<string> | undefined {
  const words = readWords(value);
  return words === undefined ? undefined : { value: words, isWhole: true };
}
