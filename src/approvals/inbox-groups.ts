/** The inbox in groups: by how soon an answer is due, or by agent; within a group the nearest deadline first. */
import type { Approval } from "../contract/approval.ts";
import type { WaitingApproval } from "../contract/pages.ts";
import { readApproval } from "../contract/read-approval.ts";

/** One row: the entry of the list, and its request as read; a request the list left out is read as an empty one. */
export interface InboxItem {
  readonly waiting: WaitingApproval;
  readonly approval: Approval | undefined;
}

export interface InboxGroup {
  readonly key: string;
  /** Of the product for deadlines; the agent's own name where `agentId` is given. */
  readonly title: string;
  readonly agentId?: number;
  readonly items: readonly InboxItem[];
}

const HOUR_MS = 3_600_000;

/** A day and two: what is due "today and tomorrow" must not depend on the reader's time zone. */
const SPANS = [
  { key: "over", title: "Past its deadline", untilMs: 0 },
  { key: "hour", title: "Within the hour", untilMs: HOUR_MS },
  { key: "days", title: "Within two days", untilMs: 48 * HOUR_MS },
  { key: "later", title: "Later", untilMs: Number.POSITIVE_INFINITY },
] as const;
const WITHOUT = { key: "without", title: "Without a deadline" } as const;

export function inboxItems(approvals: readonly WaitingApproval[]): readonly InboxItem[] {
  return approvals
    .map((waiting) => ({ waiting, approval: readApproval(waiting.request, "awaiting_human") }))
    .toSorted((a, b) => deadlineOf(a) - deadlineOf(b));
}

function deadlineOf({ approval }: InboxItem): number {
  return approval?.expiresAt ?? Number.MAX_SAFE_INTEGER;
}

/** `now`: epoch ms, the server's clock. Every item stands in exactly one group; empty groups are left out. */
export function groupByDeadline(items: readonly InboxItem[], now: number): readonly InboxGroup[] {
  const spanOf = ({ approval }: InboxItem) => {
    const expiresAt = approval?.expiresAt;
    if (expiresAt === undefined) return WITHOUT;
    return SPANS.find(({ untilMs }) => expiresAt - now <= untilMs) ?? WITHOUT;
  };
  return [...SPANS, WITHOUT]
    .map(({ key, title }) => ({ key, title, items: items.filter((item) => spanOf(item).key === key) }))
    .filter((group) => group.items.length > 0);
}

/** Agents in the order of their nearest deadline. */
export function groupByAgent(items: readonly InboxItem[]): readonly InboxGroup[] {
  const groups = new Map<number, { title: string; items: InboxItem[] }>();
  for (const item of items) {
    const { agentId, agentName } = item.waiting;
    const group = groups.get(agentId) ?? { title: agentName || `Agent ${agentId}`, items: [] };
    group.items.push(item);
    groups.set(agentId, group);
  }
  return [...groups].map(([agentId, group]) => ({ key: `agent-${agentId}`, agentId, ...group }));
}

/** Where a run stands among what waits, from 1, and its neighbours; undefined when it does not wait. */
export function placeAmong(items: readonly InboxItem[], agentId: number, workflowId: string) {
  const index = items.findIndex(({ waiting }) => waiting.agentId === agentId && waiting.workflowId === workflowId);
  if (index < 0) return undefined;
  return {
    number: index + 1,
    count: items.length,
    previous: items[index - 1]?.waiting,
    next: items[index + 1]?.waiting,
  };
}
