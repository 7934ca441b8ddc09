/** One free-form node by itself: what its own keys say, before its place among the others is known. */
import { isArrayAt, isObjectAt, type Part, scalarAt } from "./json-parts.ts";
import { JsonNumber, readJson } from "./json.ts";
import { NodeFields } from "./node-fields.ts";
import type { Slot } from "./node-keys.ts";
import { putTimes } from "./node-times.ts";
import { type Field, Payload } from "./payload.ts";
import type { Step, StepAttempt } from "./step.ts";
import { fold, phaseOf } from "./step-words.ts";

type MutableStep = { -readonly [Key in keyof Step]: Step[Key] };

/** What a node says first: enough to list it, to place it and to draw its bar. */
type State = Pick<
  MutableStep,
  "kind" | "phase" | "status" | "queuedAt" | "startedAt" | "endedAt" | "durationMs" | "durationFrom"
>;

/** What a node says when somebody looks at it. */
export type Details = Pick<
  Step,
  | "attempt"
  | "maxAttempts"
  | "input"
  | "output"
  | "error"
  | "earlierError"
  | "attempts"
  | "childRunId"
  | "tool"
  | "extra"
  | "raw"
  | "notes"
>;

/** Depends on the node's text alone, so that an unchanged node is never read twice. */
export interface NodeDraft extends Readonly<State> {
  /** The node exactly as sent. */
  readonly text: string;
  readonly id: string | undefined;
  readonly title: string | undefined;
  readonly iteration: Step["iteration"];
  readonly parentIds: readonly string[];
  readonly upstreamIds: readonly string[];
  readonly downstreamIds: readonly string[];
  readonly when: { readonly node: string; readonly branch: string } | undefined;
  /** Numbers that only sort, by folded key. */
  readonly sequence: ReadonlyMap<string, number>;
  /** Exact texts of nested nodes, in the order sent; undefined: not taken out. */
  readonly nested: readonly string[] | undefined;
  /** The drafts of `nested`; filled by read-tree.ts. */
  children: readonly NodeDraft[];
  /** What could not be read of how it is nested. */
  nestingNote: string | undefined;
  /** Read when first asked for: of thousands of nodes most are never looked at. */
  details: Details | undefined;
}

const NO_IDS: readonly string[] = [];
const NO_ATTEMPTS: readonly StepAttempt[] = [];
const NO_FIELDS: readonly Field[] = [];
const NO_CHILDREN: readonly NodeDraft[] = [];
const NO_SEQUENCE: ReadonlyMap<string, number> = new Map();

/**
 * Reads one node of any JSON type, at `from` to `to` of a text. `canNest`: nested nodes are taken out; else they stay
 * other fields.
 */
export function readNode(source: string, canNest: boolean, from = 0, to = source.length): NodeDraft {
  const text = source.slice(from, to);
  const fields = isObjectAt(source, { start: from, end: to }) ? new NodeFields(source, from) : undefined;
  return fields ? readFields(text, fields, canNest) : { ...NOTHING, text };
}

const NOTHING: Omit<NodeDraft, "text"> = {
  id: undefined,
  title: undefined,
  kind: undefined,
  phase: "unknown",
  status: "",
  queuedAt: undefined,
  startedAt: undefined,
  endedAt: undefined,
  durationMs: undefined,
  durationFrom: undefined,
  iteration: undefined,
  parentIds: NO_IDS,
  upstreamIds: NO_IDS,
  downstreamIds: NO_IDS,
  when: undefined,
  nested: undefined,
  children: NO_CHILDREN,
  sequence: NO_SEQUENCE,
  nestingNote: undefined,
  details: undefined,
};

/** Takes from `fields` all that is read first. No slot read later may take any of the same keys. */
function readFields(text: string, fields: NodeFields, canNest: boolean): NodeDraft {
  const id = fields.id("id");
  const title = fields.string("title") ?? fields.string("titleElse");
  const state = readState(fields);
  const index = fields.count("iteration", 0);
  const total = index === undefined ? undefined : fields.count("total", 0);
  const parentIds = fields.ids("parent") ?? NO_IDS;
  const upstreamIds = fields.ids("upstream") ?? NO_IDS;
  const downstreamIds = fields.ids("downstream") ?? NO_IDS;
  const when = fields.take("when", (part) => readWhen(fields, part));
  const nested = canNest ? (fields.take("nested", (part) => fields.objects(part)) ?? NO_IDS) : undefined;
  return {
    text,
    id,
    title,
    kind: state.kind,
    phase: state.phase,
    status: state.status,
    queuedAt: state.queuedAt,
    startedAt: state.startedAt,
    endedAt: state.endedAt,
    durationMs: state.durationMs,
    durationFrom: state.durationFrom,
    iteration: index === undefined ? undefined : total === undefined ? { index } : { index, total },
    parentIds,
    upstreamIds,
    downstreamIds,
    when,
    nested,
    children: NO_CHILDREN,
    sequence: readSequence(fields),
    nestingNote: undefined,
    details: undefined,
  };
}

/** Reads the node once more, for what was not asked for at first. */
export function detailsOf(draft: NodeDraft): Details {
  draft.details ??= readDetails(draft);
  return draft.details;
}

function readDetails({ text, phase, nested, nestingNote }: NodeDraft): Details {
  const raw = new Payload(text);
  const nesting = nestingNote === undefined ? NO_IDS : [nestingNote];
  const details: { -readonly [Key in keyof Details]: Details[Key] } = {
    attempts: NO_ATTEMPTS,
    extra: NO_FIELDS,
    raw,
    notes: nesting,
  };
  if (!isObjectAt(text, { start: 0, end: 0 })) return details;
  const fields = new NodeFields(text);
  readFields(text, fields, nested !== undefined);
  const attempts = takeAttempts(fields);
  details.attempts = attempts;
  details.attempt = fields.count("attempt", 0) ?? attempts[attempts.length - 1]?.attempt;
  details.maxAttempts = fields.count("maxAttempts", 1);
  details.input = fields.payload("input") ?? takeText(fields, "inputText");
  details.output = fields.payload("output") ?? takeText(fields, "outputText");
  details.error =
    fields.payload("error", isError) ?? (phase === "failed" ? fields.payload("errorIfFailed", isError) : undefined);
  details.earlierError = fields.payload("earlierError", isError);
  details.childRunId = fields.string("childRun");
  details.tool = fields.string("tool");
  details.extra = fields.rest();
  if (fields.notes.length > 0) details.notes = [...fields.notes, ...nesting];
  return details;
}

/** Kind, status and times, which may stand inside `state` or, the status only, inside `data`. */
function readState(fields: NodeFields): State {
  const kind = fields.string("kind");
  const own = fields.string("status");
  const insidePart = fields.peek("statusInside", (part) => (isObjectAt(fields.text, part) ? part : undefined));
  const inside = insidePart && new NodeFields(fields.raw(insidePart));
  const isState = insidePart !== undefined && fold(insidePart.key) === "state";
  const status = own ?? inside?.take(isState ? "current" : "status", (part) => textAt(inside.text, part)) ?? "";
  const state: State = { phase: phaseOf(status, kind), status, kind };
  putTimes(state, fields, isState ? inside : undefined);
  if (inside) fields.notes.push(...inside.notes);
  // An object that says more than was read of it stays among the other fields as a whole.
  if (inside && inside.parts.length > 0 && inside.rest().length === 0) fields.consume(insidePart);
  return state;
}

function textAt(text: string, part: Part): string | undefined {
  const value = scalarAt(text, part);
  return typeof value === "string" && /\S/.test(value) ? value : undefined;
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
    const state = readState(item);
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
