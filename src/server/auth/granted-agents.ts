/** Which agents somebody may see, as a token, its claims or a session says it: all, all and agent 0, or those listed. */
import * as v from "valibot";
import type { Viewer } from "../source.ts";

const AgentIdSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** Agent 0 holds whatever names no agent, so "all" is without it, and `["all", 0]` says so on purpose. */
export const GrantedAgentsSchema = v.union(
  [v.literal("all"), v.strictTuple([v.literal("all"), v.literal(0)]), v.array(AgentIdSchema)],
  'agents must be "all", ["all", 0] or a list of agent ids',
);

export type GrantedAgents = v.InferOutput<typeof GrantedAgentsSchema>;

/** What these words grant: "all" and ids. Words that are neither grant nothing. */
export function readGrantedAgents(words: readonly string[]): GrantedAgents {
  const ids = words.filter((word) => /^\d{1,15}$/.test(word)).map(Number);
  if (!words.includes("all")) return ids;
  return ids.includes(0) ? ["all", 0] : "all";
}

/** Agents alone make the scope: people who may see the same share what is kept for it. */
export function seenAgents(granted: GrantedAgents): Pick<Viewer, "agents" | "hasAgent0"> & { readonly text: string } {
  if (granted === "all") return { agents: "all", text: "all" };
  if (granted[0] === "all") return { agents: "all", hasAgent0: true, text: "all and 0" };
  const ids = granted.filter((id) => id !== "all").toSorted((a, b) => a - b);
  const agents = new Set(ids);
  return { agents, text: [...agents].join(",") };
}
