/** Who asks, and what they may: the one place that says so. Everything is refused that nobody allowed. */
import type { Role, Viewer } from "../source.ts";

export interface Access {
  /** Throws ProblemError `forbidden` for a request no page and no data may be answered to, whoever sent it. */
  admit(request: Request): void;
  /**
   * Who asks. `isWrite` adds the cross-site checks. Throws ProblemError `forbidden`, or `not-signed-in` with the ways
   * to sign in as its member `signIn`.
   */
  identify(request: Request, isWrite: boolean): Promise<Viewer>;
}

/** Agent 0 holds whatever names no agent, so it is granted by its number or not at all. */
export function maySee({ agents, isLocal }: Pick<Viewer, "agents" | "isLocal">, agentId: number): boolean {
  return agents === "all" ? agentId !== 0 || isLocal : agents.has(agentId);
}

/** Every role may look. */
export function mayDo({ roles }: Pick<Viewer, "roles">, role: Role): boolean {
  return role === "viewer" ? roles.size > 0 : roles.has(role);
}
