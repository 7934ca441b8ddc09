/** What a desktop notice says: ids and words of our own, never what an agent wrote. */
import { markOf, splitHidden } from "../ui/visible-text.ts";

/** A notice has two or three short lines. */
const ID_MAX = 80;

export interface NoticeOf {
  readonly agentId: number;
  readonly workflowId: string;
}

/** `Agent 57, run wf_57_run_88`. Whoever starts a workflow may choose its id, so nothing in it stays hidden. */
export function noticeBody({ agentId, workflowId }: NoticeOf): string {
  const cut = workflowId.length > ID_MAX ? `${workflowId.slice(0, ID_MAX)}…` : workflowId;
  const seen = splitHidden(cut).map(({ text, isHidden }) => (isHidden ? markOf(text) : text));
  return `Agent ${agentId}, run ${seen.join("")}`;
}

export const APPROVAL_NEEDED = "Approval needed";
