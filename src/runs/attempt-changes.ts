/** What changed from one attempt of a step to the next: its error, how long it took, what it was given. */
import { JsonArray, JsonObject } from "../contract/json.ts";
import { readError } from "../contract/read-error.ts";
import type { Step, StepAttempt } from "../contract/step.ts";
import { fold } from "../contract/step-words.ts";
import { formatDuration } from "../ui/time.tsx";
import { firstLine } from "./failing-step.ts";

export interface AttemptLine {
  /** In ms; absent while it goes on and where nobody said. */
  readonly tookMs?: number;
  /** Between the end of the attempt before and this one's start, in ms. */
  readonly waitedMs?: number;
  /** The innermost cause by its type, `HttpError 502`; the first line of its message where it has none. */
  readonly said?: string;
  /** Against the attempt before, most telling first; empty for the first attempt. */
  readonly changes: readonly string[];
}

const LINE_MAX = 160;
/** A smaller difference of times is noise. */
const TELLING_MS = 1_000;
const TELLING_PART = 0.25;
const INPUT_KEYS = new Set(["input", "inputs", "args", "params", "payload"]);

/** One line per attempt, in their order. */
export function attemptLines(step: Pick<Step, "attempts" | "extra">): readonly AttemptLine[] {
  const inputs = inputsOf(step);
  return step.attempts.map((attempt, index) => {
    const before = step.attempts[index - 1];
    const tookMs = tookOf(attempt);
    const waitedMs = span(before?.endedAt, attempt.startedAt);
    const said = saidBy(attempt);
    const changes = before ? changesBetween(before, attempt, inputs[index - 1], inputs[index]) : [];
    return {
      ...(tookMs !== undefined && { tookMs }),
      ...(waitedMs !== undefined && { waitedMs }),
      ...(said !== undefined && { said }),
      changes,
    };
  });
}

function changesBetween(
  before: StepAttempt,
  after: StepAttempt,
  inputBefore: string | undefined,
  inputAfter: string | undefined,
): readonly string[] {
  const changes: string[] = [];
  const isInputKnown = inputBefore !== undefined && inputAfter !== undefined;
  if (isInputKnown && inputBefore !== inputAfter) changes.push("input changed");
  const error = errorChange(before, after);
  if (error !== undefined) changes.push(error);
  const [was, is] = [tookOf(before), tookOf(after)];
  if (was !== undefined && is !== undefined) {
    const longer = is - was;
    if (Math.abs(longer) >= TELLING_MS && Math.abs(longer) >= was * TELLING_PART) {
      changes.push(`${formatDuration(Math.abs(longer))} ${longer > 0 ? "longer" : "shorter"}`);
    }
  }
  return changes;
}

function errorChange(before: StepAttempt, after: StepAttempt): string | undefined {
  if (!before.error || !after.error) return undefined;
  const [was, is] = [rootOf(before.error), rootOf(after.error)];
  if (was.type !== is.type) return inWords(was.type ?? "no type", is.type ?? "no type");
  if (was.message === is.message) return "same error";
  if (digitless(was.message) === digitless(is.message)) return "same error, other numbers";
  return cut(`another message: ${firstLine(is.message)}`);
}

/** `HttpError 502 → 504`: what both begin with stands once. */
function inWords(was: string, is: string): string {
  const [from, to] = [was.split(" "), is.split(" ")];
  let same = 0;
  while (same < Math.min(from.length, to.length) - 1 && from[same] === to[same]) same++;
  const shared = from.slice(0, same).join(" ");
  return cut(
    [shared, from.slice(same).join(" "), "→", to.slice(same).join(" ")].filter((word) => word !== "").join(" "),
  );
}

function digitless(text: string): string {
  return text.replace(/\d+/g, "0");
}

function saidBy({ error }: StepAttempt): string | undefined {
  if (!error) return undefined;
  const { type, message } = rootOf(error);
  return cut(type ?? firstLine(message));
}

function rootOf(error: NonNullable<StepAttempt["error"]>): { type?: string; message: string } {
  return readError(error).at(-1) ?? { message: "" };
}

function cut(text: string): string {
  return text.length > LINE_MAX ? `${text.slice(0, LINE_MAX).replace(/[\ud800-\udbff]$/, "")}…` : text;
}

function tookOf({ startedAt, endedAt }: StepAttempt): number | undefined {
  return span(startedAt, endedAt);
}

function span(from: number | undefined, to: number | undefined): number | undefined {
  return from === undefined || to === undefined || to < from ? undefined : to - from;
}

/** Exact texts of the attempts' inputs, by index. Attempts that say more than was read of them stay among the other fields. */
function inputsOf({ attempts, extra }: Pick<Step, "attempts" | "extra">): readonly (string | undefined)[] {
  const sent = extra.find(({ name, payload }) => fold(name) === "attempts" && payload.text.startsWith("["))?.payload;
  const list = sent?.json;
  if (!sent || !(list instanceof JsonArray) || list.items.length !== attempts.length) return [];
  return list.items.map(({ value }) => {
    if (!(value instanceof JsonObject)) return undefined;
    const entry = value.entries.findLast(({ key }) => INPUT_KEYS.has(fold(key)));
    return entry ? sent.text.slice(entry.start, entry.end) : undefined;
  });
}
