/** For tests: a later state of a run takes back nothing an earlier one said. */
import { isNodeClosed } from "../../contract/reduce-node.ts";
import type { RunState } from "../../contract/run-state.ts";

const RANK = { pending: 0, scheduled: 1, running: 2, retrying: 2, waiting: 2 } as Readonly<Record<string, number>>;
const CLOSED = 3;

/** What was taken back, in words; undefined when nothing was. */
export function takenBack(before: RunState, after: RunState): string | undefined {
  if (before === after) return undefined;
  if (before.endedAt !== undefined) return "the run changed after its end";
  for (const [index, node] of before.nodes.entries()) {
    const now = after.nodes[index];
    if (node === now) continue;
    const isSame = now?.id === node.id;
    const isOn =
      (RANK[now?.status ?? ""] ?? CLOSED) >= (RANK[node.status] ?? CLOSED) && (now?.attempt ?? 0) >= node.attempt;
    const isKept = !isNodeClosed(node.status) || now?.status === node.status;
    if (!isSame || !isOn || !isKept) return `${JSON.stringify(node)} became ${JSON.stringify(now)}`;
  }
  return undefined;
}
