/** The few words beside a bar: why a step has not run, what it waited for, what it decided, what went wrong before. */
import type { Decision } from "../contract/decision.ts";
import { JsonObject } from "../contract/json.ts";
import type { Payload } from "../contract/payload.ts";
import { readError } from "../contract/read-error.ts";
import type { Step } from "../contract/step.ts";
import type { StepsByKey } from "../contract/steps-by-key.ts";
import { endOf, isWaitStep } from "./timeline-bars.ts";
import type { Edge } from "./timeline-frame.ts";
import { predecessorOf } from "./timeline-rows.ts";

export interface StepNote {
  readonly text: string;
  /** `bar`: right of the step's bar. `edge`: left of now or the end. A number: right of that moment, epoch ms. */
  readonly place: "bar" | "edge" | number;
}
export interface NoteContext {
  readonly byKey: StepsByKey;
  readonly decisions: readonly Decision[];
  readonly edge: Edge;
}

const BRANCH_WORDS: Readonly<Record<string, string>> = {
  approve: "approved",
  reject: "rejected",
  timed_out: "timed out",
};
const LONGEST = 64;

function branchWord(branch: string): string {
  return Object.hasOwn(BRANCH_WORDS, branch) ? (BRANCH_WORDS[branch] ?? branch) : branch;
}

/** First line, cut at 64 characters. */
function short(text: string): string {
  const line = (text.split("\n", 1)[0] ?? "").trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}

function scalarText(payload: Payload | undefined): string | undefined {
  const json = payload?.json;
  return typeof json === "string" ? json : typeof json === "boolean" ? String(json) : undefined;
}

/** The branch a condition took: its `branch` field, or `branch` in its output. */
export function branchOf(step: Step): string | undefined {
  const own = scalarText(step.extra.find((f) => f.name === "branch")?.payload);
  if (own !== undefined && own !== "") return own;
  const output = (step.kind ?? "").toLowerCase() === "condition" ? step.output?.json : undefined;
  const inside = output instanceof JsonObject ? output.get("branch") : undefined;
  return typeof inside === "string" ? inside : typeof inside === "boolean" ? String(inside) : undefined;
}

export function noteOf(step: Step, { byKey, decisions, edge }: NoteContext): StepNote | undefined {
  const isOver = edge.kind === "ended";
  if (step.phase === "skipped") {
    const at = decidedAt(step, byKey);
    return { text: "not taken", place: at ?? "edge" };
  }
  const hasStarted = step.startedAt !== undefined;
  if (!hasStarted && (step.phase === "cancelled" || (isOver && step.phase === "pending"))) {
    return { text: "never started", place: "edge" };
  }
  if (step.phase === "pending") {
    if (step.when) return { text: `if ${branchWord(step.when.branch)}`, place: "edge" };
    const waitsFor = firstOpen(step, byKey);
    return waitsFor ? { text: `after ${short(waitsFor.title)}`, place: "edge" } : undefined;
  }
  if (edge.kind === "seen" && edge.endedAt !== undefined && hasStarted && endOf(step) === undefined) {
    return { text: `${Math.round((edge.endedAt - edge.at) / 1_000)} s not known`, place: "bar" };
  }
  return pastNote(step, decisions);
}

function pastNote(step: Step, decisions: readonly Decision[]): StepNote | undefined {
  if (isWaitStep(step)) {
    const decision = decisions.findLast((d) => d.nodeId !== "" && d.nodeId === step.id)?.decision;
    if (decision) return { text: branchWord(decision), place: "bar" };
    if (step.status === "timed_out") return { text: "timed out", place: "bar" };
  }
  if (step.phase !== "failed" && step.phase !== "cancelled") {
    const earlier = earlierNote(step);
    if (earlier) return { text: earlier, place: "bar" };
  }
  const branch = branchOf(step);
  return branch === undefined ? undefined : { text: short(branchWord(branch)), place: "bar" };
}

/** `2 × 503 from risk API` when every failed attempt said the same, else the last one's words. */
function earlierNote(step: Step): string | undefined {
  const failed = step.attempts.filter((a) => a.phase === "failed" && a.error);
  const said = failed.map((a) => (a.error ? (readError(a.error)[0]?.message ?? "") : ""));
  const last = said[said.length - 1] ?? (step.earlierError ? readError(step.earlierError)[0]?.message : undefined);
  if (last === undefined || last === "") return undefined;
  const isSame = said.length > 0 ? said.every((text) => text === last) : step.attempt === 2;
  return isSame ? `${Math.max(1, said.length)} × ${short(last)}` : `last: ${short(last)}`;
}

/** When the step that decided against this one ended: climbs past steps skipped for the same reason. */
function decidedAt(step: Step, byKey: StepsByKey): number | undefined {
  const seen = new Set<string>();
  let current: Step | undefined = step;
  while (current && !seen.has(current.key)) {
    seen.add(current.key);
    const before: Step | undefined = (current.when && byKey.get(current.when.key)) ?? predecessorOf(current, byKey);
    const at = before && endOf(before);
    if (at !== undefined) return at;
    current = before;
  }
  return undefined;
}

/** A step may wait for thousands: stops at the first that has not ended. */
function firstOpen(step: Step, byKey: StepsByKey): Step | undefined {
  for (const key of step.upstream) {
    const before = byKey.get(key);
    if (before && endOf(before) === undefined) return before;
  }
  return undefined;
}
