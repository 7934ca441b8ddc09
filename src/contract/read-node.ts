/** One free-form node by itself: what its own keys say, before its place among the others is known. */
import { isArrayAt, isObjectAt, type Part, scalarAt } from "./json-parts.ts";
import { JsonNumber, readJson } from "./json.ts";
import { NodeFields } from "./node-fields.ts";
import type { Slot } from "./node-keys.ts";
import { putTimes } from "./node-times.ts";
import { type Field, Payload } from "./payload.ts";
import type { Step, StepAttempt } from "./step.ts";
import { fold, phaseOf } from "./step-words.ts";

/** The parts of a step that its place among the others has no say in, and that may be absent. */
type Settled =
  | "kind"
  | "attempt"
  | "maxAttempts"
  | "queuedAt"
  | "startedAt"
  | "endedAt"
  | "durationMs"
  | "durationFrom"
  | "input"
  | "output"
  | "error"
  | "earlierError"
  | "iteration"
  | "childRunId"
  | "tool";

type MutableStep = { -readonly [Key in keyof Step]: Step[Key] };
type State = Pick<MutableStep, "phase" | "status" | Settled>;

/** Depends on the node's text alone, so that an unchanged node is never read twice. */
export interface NodeDraft {
  readonly id: string | undefined;
  readonly title: string | undefined;
  /** The step to be: `key`, `title` and links are filled in when its place is known. */
  readonly base: Step;
  readonly parentIds: readonly string[];
  readonly upstreamIds: readonly string[];
  readonly downstreamIds: readonly string[];
  readonly when: { readonly node: string; readonly branch: string } | undefined;
  /** Numbers that only sort, by folded key. */
  readonly sequence: ReadonlyMap<string, number>;
  /** Exact texts of nested nodes, in the order sent. */
  readonly nested: readonly string[];
  /** The drafts of `nested`; filled by read-tree.ts. */
  children: readonly NodeDraft[];
}

const NO_IDS: readonly string[] = [];
const NO_ATTEMPTS: readonly StepAttempt[] = [];
const NO_FIELDS: readonly Field[] = [];
const NO_CHILDREN: readonly NodeDraft[] = [];
const NO_SEQUENCE: ReadonlyMap<string, number> = new Map();

/** Reads one node of any JSON type. `canNest`: nested nodes are taken out; else they stay other fields. */
export function readNode(text: string, canNest: boolean): NodeDraft {
  const fields = isObjectAt(text, { start: 0, end: 0 }) ? new NodeFields(text) : undefined;
  const id = fields?.id("id");
  const title = fields && (fields.string("title") ?? fields.string("titleElse"));
  const base: MutableStep = {
    key: "",
    title: "",
    phase: "unknown",
    status: "",
    attempts: NO_ATTEMPTS,
    parentKeys: NO_IDS,
    upstream: NO_IDS,
    downstream: NO_IDS,
    extra: NO_FIELDS,
    raw: new Payload(text),
    notes: NO_IDS,
  };
  if (fields) putState(base, fields);
  if (fields) putDetails(base, fields);
  const draft = {
    id,
    title,
    base,
    parentIds: fields?.ids("parent") ?? NO_IDS,
    upstreamIds: fields?.ids("upstream") ?? NO_IDS,
    downstreamIds: fields?.ids("downstream") ?? NO_IDS,
    when: fields?.take("when", (part) => readWhen(fields, part)),
    nested: (canNest && fields?.take("nested", (part) => fields.objects(part))) || NO_IDS,
    children: NO_CHILDREN,
    sequence: fields ? readSequence(fields) : NO_SEQUENCE,
  };
  if (fields) base.extra = fields.rest();
  if (fields && fields.notes.length > 0) base.notes = fields.notes;
  return draft;
}

/** Kind, status and times, which may stand inside `state` or, the status only, inside `data`. */
function putState(base: State, fields: NodeFields): void {
  const kind = fields.string("kind");
  const own = fields.string("status");
  const insidePart = fields.peek("statusInside", (part) => (isObjectAt(fields.text, part) ? part : undefined));
  const inside = insidePart && new NodeFields(fields.raw(insidePart));
  const isState = insidePart !== undefined && fold(insidePart.key) === "state";
  const status = own ?? inside?.take(isState ? "current" : "status", (part) => textAt(inside.text, part)) ?? "";
  base.status = status;
  base.phase = phaseOf(status, kind);
  put(base, "kind", kind);
  putTimes(base, fields, isState ? inside : undefined);
  if (inside) fields.notes.push(...inside.notes);
  // An object that says more than was read of it stays among the other fields as a whole.
  if (inside && inside.parts.length > 0 && inside.rest().length === 0) fields.consume(insidePart);
}

function textAt(text: string, part: Part): string | undefined {
  const value = scalarAt(text, part);
  return typeof value === "string" && /\S/.test(value) ? value : undefined;
}

function putDetails(base: MutableStep, fields: NodeFields): void {
  const attempts = takeAttempts(fields);
  if (attempts.length > 0) base.attempts = attempts;
  put(base, "attempt", fields.count("attempt", 0) ?? attempts[attempts.length - 1]?.attempt);
  put(base, "maxAttempts", fields.count("maxAttempts", 1));
  put(base, "input", fields.payload("input") ?? takeText(fields, "inputText"));
  put(base, "output", fields.payload("output") ?? takeText(fields, "outputText"));
  const error = fields.payload("error", isError);
  put(base, "error", error ?? (base.phase === "failed" ? fields.payload("errorIfFailed", isError) : undefined));
  put(base, "earlierError", fields.payload("earlierError", isError));
  const index = fields.count("iteration", 0);
  const total = index === undefined ? undefined : fields.count("total", 0);
  if (index !== undefined) base.iteration = total === undefined ? { index } : { index, total };
  put(base, "childRunId", fields.string("childRun"));
  put(base, "tool", fields.string("tool"));
}

function put<Key extends Settled>(base: State, key: Key, value: State[Key] | undefined): void {
  if (value !== undefined) base[key] = value;
}

/** A text, object or list that is not empty; `true`, a count or a code alone tells no error. */
function isError(text: string, part: Part): boolean {
  if (isObjectAt(text, part) || isArrayAt(text, part)) return !/^[[{]\s*[\]}]$/.test(text.slice(part.start, part.end));
  return textAt(text, part) !== undefined;
}

/** JSON sent as text: parsed if it parses, else the text itself. */
function takeText(fields: NodeFields, slot: Slot): Payload | undefined {
  return fields.take(slot, (part) => {
    const value = scalarAt(fields.text, part);
    if (typeof value !== "string" || value === "") return undefined;
    try {
      readJson(value);
      return new Payload(value.charCodeAt(0) === 0xfeff ? value.slice(1) : value);
    } catch {
      return new Payload(fields.raw(part));
    }
  });
}

function takeAttempts(fields: NodeFields): readonly StepAttempt[] {
  const texts = fields.peek("attemptList", (part) => fields.objects(part));
  if (!texts) return NO_ATTEMPTS;
  let isWhole = true;
  const attempts = texts.map((text, index): StepAttempt => {
    const item = new NodeFields(text);
    const state: State = { phase: "unknown", status: "" };
    putState(state, item);
    const number = item.count("attempt", 0) ?? index + 1;
    const error = item.payload("error", isError) ?? item.payload("errorIfFailed", isError);
    const isDurationShown = state.durationFrom !== "sent" || state.endedAt !== undefined;
    const isUnshown = state.kind !== undefined || state.queuedAt !== undefined || !isDurationShown;
    if (isUnshown || item.rest().length > 0) isWhole = false;
    fields.notes.push(...item.notes.map((note) => `Attempt ${number}: ${note}`));
    return {
      attempt: number,
      phase: state.phase,
      status: state.status,
      ...(state.startedAt !== undefined && { startedAt: state.startedAt }),
      ...(state.endedAt !== undefined && { endedAt: state.endedAt }),
      ...(error && { error }),
    };
  });
  if (isWhole) fields.take("attemptList", (part) => fields.objects(part));
  return attempts;
}

/** `{"node": …, "branch": …}` and nothing else; other conditions stay other fields. */
function readWhen(fields: NodeFields, part: Part): { node: string; branch: string } | undefined {
  if (!isObjectAt(fields.text, part)) return undefined;
  const when = new NodeFields(fields.raw(part));
  if (when.parts.length !== 2) return undefined;
  const get = (key: string) => {
    const found = when.parts.find((other) => other.key === key);
    return found && textAt(when.text, found);
  };
  const [node, branch] = [get("node"), get("branch")];
  return node === undefined || branch === undefined ? undefined : { node, branch };
}

function readSequence(fields: NodeFields): ReadonlyMap<string, number> {
  let sequence: Map<string, number> | undefined;
  fields.peek("sequence", (part) => {
    const value = scalarAt(fields.text, part);
    if (value instanceof JsonNumber && Number.isFinite(value.value)) {
      sequence ??= new Map();
      sequence.set(fold(part.key), value.value);
    }
    return undefined;
  });
  return sequence ?? NO_SEQUENCE;
}
