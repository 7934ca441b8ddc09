/** Fields of a run in the words people see. Words we do not know stand as sent. */
import type { Run } from "../contract/run.ts";

const TRIGGERS: Readonly<Record<string, string>> = {
  schedule: "Schedule",
  webhook: "Webhook",
  api: "API",
  slack: "Slack",
  manual: "Manual",
};
const REASONS: Readonly<Record<string, string>> = { approval_timeout: "Approval timed out" };

const known = (words: Readonly<Record<string, string>>, word: string) =>
  Object.hasOwn(words, word) ? (words[word] ?? word) : word;

export function triggerWord(triggerType: string): string {
  return known(TRIGGERS, triggerType);
}

/** Why a run ended without success, as the server signals it. */
export function reasonWord(statusReason: string): string {
  return known(REASONS, statusReason);
}

/** Live, History, or the server's word. */
export function sourceWord(source: string): string {
  return known({ "live-query": "Live", history: "History" }, source);
}

/** A run of the present steps, or one whose whole story is its result. */
export function isTaskRun(run: Pick<Run, "agentType" | "workflowNodes">): boolean {
  return run.workflowNodes === undefined && run.agentType !== "workflow";
}
