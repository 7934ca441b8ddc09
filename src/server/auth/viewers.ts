/** Makes viewers of what is known of people: rights from a token or its claims, or a token of the Modus API. */
import { createHash } from "node:crypto";
import type { Role, Viewer } from "../source.ts";
import { type GrantedAgents, seenAgents } from "./granted-agents.ts";

interface Rights {
  readonly name: string;
  readonly roles: readonly Role[];
  readonly agents: GrantedAgents;
}

export function viewerWith({ name, roles, agents }: Rights): Viewer {
  const { text, ...seen } = seenAgents(agents);
  const scope = seen.agents === "all" ? `agents ${text}` : `agents ${digest(text)}`;
  return { name, isLocal: false, roles: new Set(roles), ...seen, scope };
}

/** The Modus API says what its token may see, and not whose it is. */
export function modusViewer(upstreamToken: string): Viewer {
  const fingerprint = digest(upstreamToken);
  return {
    name: `Modus account ${fingerprint.slice(0, 8)}`,
    isLocal: false,
    roles: new Set(["viewer"]),
    agents: "all",
    hasAgent0: true,
    scope: `modus ${fingerprint}`,
    upstreamToken,
  };
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}
