/**
 * Writes a run's state as the contract's JSON text. Values of the agent are pasted in as they were written, never read
 * and written again, so `1240.00` stays `1240.00`. A live and a history answer of one closed run differ in `source`.
 */
import type { Decision } from "./decision.ts";
import { pendingApproval } from "./reduce.ts";
import type { JsonText, RunError } from "./run-events.ts";
import { formatRunId } from "./run-id.ts";
import type { ApprovalState, NodeAttempt, NodeState, RunState } from "./run-state.ts";

export interface AnswerAs {
  readonly source: "live-query" | "history";
  readonly historyUnavailableReason?: string;
  /** Why this is not what the workflow itself answers, in words. */
  readonly cause?: string;
  /** Epoch ms: when this state was last confirmed, where that is not now. */
  readonly asOf?: number;
  /** Which Temporal run of its workflow id this is, and of how many. */
  readonly attempts?: { readonly number: number; readonly of: number };
}

/** What lists and the index of runs know: the run without what it did. */
export type RunHead = Omit<RunState, "nodes" | "approvals" | "input" | "result" | "error">;

type Entry = readonly [key: string, text: JsonText | undefined];

/** One JSON object from texts; entries without a text are left out. */
export function objectText(entries: readonly Entry[]): JsonText {
  let out = "";
  for (const [key, text] of entries) {
    if (text !== undefined) out += `${out === "" ? "{" : ","}${JSON.stringify(key)}:${text}`;
  }
  return out === "" ? "{}" : `${out}}`;
}

/** The answer of `GET /api/v1/agents/{id}/runs/{runId}`. */
export function answerText(state: RunState, as: AnswerAs): JsonText {
  const isTask = state.agentType === "task";
  // A run whose steps nobody saw has none to show; that is not the same as a run without steps.
  const isUnseen = as.historyUnavailableReason !== undefined && state.nodes.length === 0;
  return objectText([
    ...indexEntries(state),
    ["source", quote(as.source)],
    ["historyUnavailableReason", quote(as.historyUnavailableReason)],
    ["pendingApproval", pendingApproval(state)?.request],
    ["taskResult", state.result],
    ["taskError", isTask && state.error ? quote(taskErrorText(state.error)) : undefined],
    ["workflowNodes", isTask || isUnseen ? undefined : nodesText(state.nodes)],
    ["runlight", runlightText(state, as)],
  ]);
}

/** An item of the runs list. `request`: the exact pendingApproval text, when one waits. */
export function listItemText(head: RunHead, request?: JsonText): JsonText {
  return objectText([...indexEntries(head), ["pendingApproval", request]]);
}

function indexEntries(state: RunHead): Entry[] {
  const { endedAt } = state;
  return [
    ["id", quote(formatRunId(state.workflowId, state.temporalRunId))],
    ["workflowId", quote(state.workflowId)],
    ["agentId", String(state.agentId)],
    ["agentName", quote(state.agentName)],
    ["agentType", quote(state.agentType)],
    ["status", quote(state.status)],
    ["statusReason", quote(state.statusReason)],
    ["temporalRunId", quote(state.temporalRunId)],
    ["triggerType", quote(state.triggerType)],
    ["startedAt", time(state.startedAt)],
    ["endedAt", time(endedAt)],
    ["durationMs", endedAt === undefined ? undefined : String(Math.max(0, endedAt - state.startedAt))],
    ["summary", quote(state.summary)],
  ];
}

function nodesText(nodes: readonly NodeState[]): JsonText {
  const texts: JsonText[] = [];
  for (const node of nodes) texts.push(nodeText(node));
  return `[${texts.join(",")}]`;
}

/** Nodes no event touched keep their identity, so a poll of 10,000 nodes writes only the changed ones. */
const nodeTexts = new WeakMap<NodeState, JsonText>();

function nodeText(node: NodeState): JsonText {
  let text = nodeTexts.get(node);
  if (text === undefined) {
    text = writeNode(node);
    nodeTexts.set(node, text);
  }
  return text;
}

function writeNode(node: NodeState): JsonText {
  const { startedAt, endedAt, attempts } = node;
  const isTimed = startedAt !== undefined && endedAt !== undefined && endedAt >= startedAt;
  const lastError = node.error ? undefined : attempts.findLast((attempt) => attempt.error)?.error;
  return objectText([
    ["id", quote(node.id)],
    ["name", quote(node.name)],
    ["type", quote(node.type)],
    ["tool", quote(node.tool)],
    ["status", quote(statusWord(node.status))],
    ["attempt", node.attempt > 0 ? String(node.attempt) : undefined],
    ["maxAttempts", node.maxAttempts === undefined ? undefined : String(node.maxAttempts)],
    ["scheduledAt", time(node.scheduledAt)],
    ["startedAt", time(startedAt)],
    ["endedAt", time(endedAt)],
    ["durationMs", isTimed ? String(endedAt - startedAt) : undefined],
    ["input", node.input],
    ["output", node.output],
    ["branch", quote(node.branch)],
    ["error", node.error && JSON.stringify(node.error)],
    ["lastError", lastError && JSON.stringify(lastError)],
    ["nextAttemptAt", time(node.nextAttemptAt)],
    ["attempts", attempts.length > 1 ? `[${attempts.map((one) => attemptText(one, node)).join(",")}]` : undefined],
    ["dependsOn", node.dependsOn.length > 0 ? JSON.stringify(node.dependsOn) : undefined],
    ["when", node.when && JSON.stringify(node.when)],
    ["childWorkflowId", quote(node.childWorkflowId)],
    ["parentId", quote(node.parentId)],
    ["iteration", node.iteration === undefined ? undefined : String(node.iteration)],
    ["total", node.total === undefined ? undefined : String(node.total)],
  ]);
}

function attemptText(attempt: NodeAttempt, node: NodeState): JsonText {
  const ended = attempt.attempt === node.attempt ? statusWord(node.status) : "failed";
  const status = attempt.error ? "failed" : ended;
  return objectText([
    ["attempt", String(attempt.attempt)],
    ["status", quote(status)],
    ["startedAt", time(attempt.startedAt)],
    ["endedAt", time(attempt.endedAt)],
    ["error", attempt.error && JSON.stringify(attempt.error)],
  ]);
}

function statusWord(status: NodeState["status"]): string {
  return status === "waiting" ? "awaiting_human" : status;
}

function runlightText(state: RunState, as: AnswerAs): JsonText | undefined {
  const decisions = decisionsOf(state.approvals);
  const text = objectText([
    ["asOf", time(as.asOf)],
    ["cause", quote(as.cause)],
    ["attempt", as.attempts && JSON.stringify(as.attempts)],
    ["decisions", decisions.length > 0 ? JSON.stringify(decisions) : undefined],
  ]);
  return text === "{}" ? undefined : text;
}

/** What was decided on these approvals, oldest request first; a time-out counts, with nobody's name. */
export function decisionsOf(approvals: readonly ApprovalState[]): Decision[] {
  return approvals.flatMap(({ approvalId, nodeId, outcome }) => {
    if (!outcome) return [];
    const { idempotencyKey: _key, at, ...said } = outcome;
    return [{ approvalId, nodeId, ...said, at: new Date(at).toISOString() }];
  });
}

/** An error with its causes as text, outermost first, each one's stack under it. */
export function taskErrorText(error: RunError): string {
  const lines: string[] = [];
  for (let one: RunError | undefined = error; one; one = one.cause) {
    lines.push(`${one === error ? "" : "  caused by "}${one.type}: ${one.message}`);
    if (one.stack) lines.push(...one.stack.split("\n").map((line) => `    ${line.trim()}`));
  }
  return lines.join("\n");
}

function quote(text: string | undefined): JsonText | undefined {
  return text === undefined ? undefined : JSON.stringify(text);
}

/** ISO text of epoch ms; absent when it is absent or beyond what a date can say. */
function time(at: number | undefined): JsonText | undefined {
  if (at === undefined || !(Math.abs(at) <= 8.64e15)) return undefined;
  return `"${new Date(at).toISOString()}"`;
}
