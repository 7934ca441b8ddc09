/** Whether an agent is what somebody asks for: part of its name, description or slug, or its id; its type and status. */
import type { Agent } from "../contract/pages.ts";

export interface AgentsWanted {
  readonly find: string;
  /** As sent; empty for any. */
  readonly type: string;
  readonly status: string;
}

export function matchesFind(agent: Agent, { find, type, status }: AgentsWanted): boolean {
  if (type !== "" && agent.type !== type) return false;
  if (status !== "" && agent.status !== status) return false;
  const wanted = find.trim().toLowerCase();
  if (wanted === "" || String(agent.id) === wanted) return true;
  return [agent.name, agent.description, agent.slug].some((text) => text?.toLowerCase().includes(wanted));
}

/** The words that occur, sorted, with the picked one even if it occurs no more. */
export function wordsOf(agents: readonly Agent[], key: "type" | "status", picked: string): readonly string[] {
  const words = new Set(agents.flatMap((agent) => agent[key] || []));
  if (picked !== "") words.add(picked);
  return [...words].toSorted();
}
