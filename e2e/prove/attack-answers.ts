/** Answers that carry an attack in every free-form field at once. */
import type { Attack } from "./attack.ts";
import { runAnswer } from "./run-answers.ts";

export const FIELDS = [
  "summary",
  "taskResult",
  "taskError",
  "workflowNodes",
  "pendingApproval",
  "historyUnavailableReason",
  "decision comment and unknown fields",
] as const;

/** JSON text of a value that holds the attack as value, as key and in a list. */
function valueOf({ text, json }: Attack): string {
  const value = json ?? JSON.stringify(text);
  return `{"text":${value},${JSON.stringify(text)}:${value},"list":[${value},[${value}]]}`;
}

/** A run that waits, fails and lost its history all at once, so that one look shows all seven fields. */
export function attackAnswer(attack: Attack): string {
  const { id, text } = attack;
  const value = "@value@";
  const at = "2026-11-24T12:00:00Z";
  const answer = runAnswer({
    id,
    workflowId: id,
    agentName: `Attack ${id}`,
    status: "awaiting_human",
    summary: text,
    taskError: text,
    historyUnavailableReason: text,
    taskResult: value,
    workflowNodes: [
      {
        id: "step",
        name: text,
        status: "failed",
        type: text,
        startedAt: at,
        input: value,
        output: value,
        error: { type: text, message: text, stack: `${text}\n    at run (${text}:1:1)`, cause: { message: text } },
        attempts: [
          { attempt: 1, status: "failed", startedAt: at, endedAt: at, error: text },
          { attempt: 2, status: text, startedAt: at, error: { message: text } },
        ],
        future: value,
      },
      { id: "other", name: "Other step", status: text, dependsOn: ["step"], input: text, error: text },
    ],
    pendingApproval: {
      id: `approval-${id}`,
      nodeId: "step",
      nodeName: text,
      title: text,
      message: text,
      requestedBy: text,
      assignees: [text],
      url: text,
      actions: [{ name: text, description: text, args: value }],
      future: value,
    },
    runlight: {
      decisions: [{ approvalId: "earlier", nodeId: "step", decision: "approve", by: text, at, comment: text }],
    },
    future: value,
  });
  return answer.replaceAll(`"${value}"`, () => valueOf(attack));
}

/** A run that asks to approve one action per attack, and nothing else. */
export function approvalAnswer(id: string, attacks: readonly Attack[]): string {
  return runAnswer({
    id,
    workflowId: id,
    agentName: `Attack ${id}`,
    status: "awaiting_human",
    pendingApproval: {
      id: `approval-${id}`,
      title: attacks[0]?.text,
      actions: attacks.map(({ text }) => ({
        name: text,
        description: text,
        args: { [`${text} `]: text, amount: text },
      })),
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    },
  });
}
