/**
 * What a run does next: a pure function of its state, its agent and the time. The engine logs the events this answers
 * and asks again until there are none, so a process that died anywhere goes on from the log alone.
 */
import { objectText } from "../../contract/answer.ts";
import { isRunClosed, nodeById } from "../../contract/reduce.ts";
import { isNodeClosed } from "../../contract/reduce-node.ts";
import type { JsonText, RunError, RunEvent } from "../../contract/run-events.ts";
import type { NodeState, RunState } from "../../contract/run-state.ts";
import type { AgentDefinition, ApprovalSpec, PlanContext } from "./agent.ts";
import { numberOf } from "./input.ts";
import { activityFailure, rootCause, toRunError } from "./step-error.ts";
import { hash32 } from "./hash32.ts";

/** Activities of one run that work at the same time; more wait as scheduled. */
export const ACTIVE_MAX = 256;
const DEFAULT_BACKOFF_MS = 1_000;
const SPEED_MIN = 0.01;
const SPEED_MAX = 1_000_000;
const APPROVAL_WAIT_MAX_MS = 400 * 86_400_000;

export interface Moves {
  readonly events: readonly RunEvent[];
  /** When time alone moves the run, epoch ms: a retry, a deadline. */
  readonly wakeAt?: number;
}

/** How fast this run goes: its input may say `speed`, else the engine's. */
export function speedOf(state: Pick<RunState, "input">, engineSpeed: number): number {
  return Math.min(SPEED_MAX, numberOf(state.input, "speed", SPEED_MIN) ?? engineSpeed);
}

/** The next events, all at `at`; `speed` shortens waits that are scaled. */
export function nextMoves(state: RunState, agent: AgentDefinition, at: number, speed: number): Moves {
  if (isRunClosed(state)) return { events: [] };
  const survey = look(state);
  if (survey.broken) return { events: [failRun(state, agent, survey.broken, at)] };
  if (survey.open === 0) return { events: [finishRun(state, agent, at)] };
  const events: RunEvent[] = [];
  let { active } = survey;
  let wakeAt = Number.POSITIVE_INFINITY;
  for (const node of state.nodes) {
    if (isNodeClosed(node.status)) continue;
    const canStart = active < ACTIVE_MAX;
    if (node.status === "pending" && isReady(state, node)) {
      const input = inputOf(state, agent, node);
      events.push({ type: "nodeScheduled", nodeId: node.id, ...(input !== undefined && { input }), at });
      const isHeld = node.type === "loop" || node.type === "approval";
      if (isHeld || canStart) events.push({ type: "nodeStarted", nodeId: node.id, attempt: 1, at });
      if (!isHeld && canStart) active++;
    } else if (node.status === "scheduled" && canStart) {
      events.push({ type: "nodeStarted", nodeId: node.id, attempt: 1, at });
      active++;
    } else if (node.status === "retrying") {
      if ((node.nextAttemptAt ?? 0) > at) wakeAt = Math.min(wakeAt, node.nextAttemptAt ?? 0);
      else if (canStart) {
        events.push({ type: "nodeStarted", nodeId: node.id, attempt: node.attempt + 1, at });
        active++;
      }
    } else if (node.status === "running" && node.type === "loop") {
      if ((survey.openChildren.get(node.id) ?? 0) > 0) continue;
      const output = `{"items":${survey.children.get(node.id) ?? 0}}`;
      events.push({ type: "nodeSucceeded", nodeId: node.id, output, at });
    } else if (node.status === "running" && node.type === "approval") {
      events.push(askPerson(state, agent, node, at, speed));
    }
  }
  for (const approval of state.approvals) {
    if (approval.outcome || nodeById(state, approval.nodeId)?.status !== "waiting") continue;
    if (approval.expiresAt > at) wakeAt = Math.min(wakeAt, approval.expiresAt);
    else events.push({ type: "approvalTimedOut", approvalId: approval.approvalId, at });
  }
  return Number.isFinite(wakeAt) ? { events, wakeAt } : { events };
}

/** What the plan's own code may see of a state. */
export function planContext(state: RunState): PlanContext {
  return { input: state.input, agentName: state.agentName, output: (nodeId) => nodeById(state, nodeId)?.output };
}

/** What follows a failed attempt: another one after a while, or the end of the node. */
export function afterFailure(
  agent: AgentDefinition,
  node: NodeState,
  { error, isRetryable }: { readonly error: RunError; readonly isRetryable: boolean },
  speed: number,
  at: number,
): RunEvent {
  const { id: nodeId, attempt } = node;
  if (attempt >= (node.maxAttempts ?? 1) || !isRetryable)
    return { type: "nodeFailed", nodeId, error: activityFailure(node.name, attempt, error), at };
  const backoffMs = (agent.backoffMs?.(attempt) ?? DEFAULT_BACKOFF_MS * 2 ** (attempt - 1)) / speed;
  return { type: "nodeRetried", nodeId, attempt, error, nextAttemptAt: at + Math.ceil(backoffMs), at };
}

/** Attempts of activities in progress: what must be in flight while the state is this. */
export function isActivityRunning(node: NodeState): boolean {
  return node.status === "running" && node.type !== "loop" && node.type !== "approval";
}

function look(state: RunState) {
  let open = 0;
  let active = 0;
  let broken: NodeState | undefined;
  const children = new Map<string, number>();
  const openChildren = new Map<string, number>();
  for (const node of state.nodes) {
    const isClosed = isNodeClosed(node.status);
    if (!isClosed) open++;
    if (isActivityRunning(node)) active++;
    if (node.status === "failed" || node.status === "timed_out") broken ??= node;
    if (node.parentId === undefined) continue;
    children.set(node.parentId, (children.get(node.parentId) ?? 0) + 1);
    if (!isClosed) openChildren.set(node.parentId, (openChildren.get(node.parentId) ?? 0) + 1);
  }
  return { open, active, broken, children, openChildren };
}

function isReady(state: RunState, node: NodeState): boolean {
  if (node.when && nodeById(state, node.when.node)?.branch !== node.when.branch) return false;
  return node.dependsOn.every((id) => nodeById(state, id)?.status === "completed");
}

/** What the step is given, for people to see; nothing rather than an empty object. */
function inputOf(state: RunState, agent: AgentDefinition, node: NodeState): JsonText | undefined {
  const make = agent.inputs?.[node.id];
  if (make) return make(planContext(state));
  const [first, second] = node.dependsOn;
  if (first === undefined) return state.input === "{}" ? undefined : state.input;
  if (second === undefined) return nodeById(state, first)?.output;
  return objectText(node.dependsOn.map((id) => [id, nodeById(state, id)?.output]));
}

function askPerson(state: RunState, agent: AgentDefinition, node: NodeState, at: number, speed: number): RunEvent {
  try {
    const spec = agent.approvals?.[node.id];
    if (!spec) throw new Error(`No approval is defined for ${node.id}`);
    return requestApproval(state, spec, node, at, speed);
  } catch (error) {
    return { type: "nodeFailed", nodeId: node.id, error: toRunError(error), at };
  }
}

function requestApproval(state: RunState, spec: ApprovalSpec, node: NodeState, at: number, speed: number): RunEvent {
  const nodeId = node.id;
  const context = planContext(state);
  const approvalId = `apr_${hash32(`${state.temporalRunId}/${nodeId}`).toString(16).padStart(8, "0")}`;
  const expiresAt = at + waitMs(state, spec, speed);
  const request = objectText([
    ["id", JSON.stringify(approvalId)],
    ["nodeId", JSON.stringify(nodeId)],
    ["nodeName", JSON.stringify(node.name)],
    ...spec.request(context),
    ["requestedBy", JSON.stringify(state.startedBy)],
    ["requestedAt", isoText(at)],
    ["expiresAt", isoText(expiresAt)],
  ]);
  return { type: "approvalRequested", approvalId, nodeId, request, expiresAt, summary: spec.summary(context), at };
}

function waitMs(state: RunState, spec: ApprovalSpec, speed: number): number {
  const ms = numberOf(state.input, "approvalMs") ?? (spec.isWaitScaled ? spec.waitMs / speed : spec.waitMs);
  return Math.min(APPROVAL_WAIT_MAX_MS, Math.max(1, Math.round(ms)));
}

const isoText = (at: number): string => `"${new Date(at).toISOString()}"`;

function finishRun(state: RunState, agent: AgentDefinition, at: number): RunEvent {
  try {
    return { type: "completed", ...agent.finish(planContext(state)), at };
  } catch (error) {
    return { type: "failed", error: toRunError(error), at };
  }
}

function failRun(state: RunState, agent: AgentDefinition, node: NodeState, at: number): RunEvent {
  if (node.status === "timed_out") {
    const approval = state.approvals.find((one) => one.nodeId === node.id);
    const wait = inWords(approval ? approval.expiresAt - approval.requestedAt : 0);
    const error = { type: "ApprovalTimeout", message: `Nobody answered “${node.name}” within ${wait}` };
    const summary = `Nobody answered the approval request within ${wait}.`;
    return { type: "failed", error, statusReason: "approval_timeout", summary, at };
  }
  const error: RunError = node.error ?? { type: "Error", message: `${node.name} failed` };
  const root = rootCause(error);
  const after = node.attempt > 1 ? ` after ${node.attempt} attempts` : "";
  const plain = `${node.name} failed${after}: ${root.type}, ${root.message}.`;
  return { type: "failed", error, summary: agent.failureSummary?.(planContext(state), error) ?? plain, at };
}

/** A wait or a retention in words: the largest unit that says it in a whole number. */
export function inWords(ms: number): string {
  const units = [
    ["day", 86_400_000],
    ["hour", 3_600_000],
    ["minute", 60_000],
    ["second", 1_000],
  ] as const;
  // One day reads better as 24 hours.
  const unit = units.find(([name, size]) => ms % size === 0 && ms >= (name === "day" ? 2 * size : size));
  const count = unit ? ms / unit[1] : ms;
  return `${count} ${unit?.[0] ?? "millisecond"}${count === 1 ? "" : "s"}`;
}
