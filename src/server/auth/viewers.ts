/** Makes viewers of what is known of people: rights from a token or its claims, or a token of the Modus API. */
import { createHash } from "node:crypto";
import type { Role, Viewer } from "../source.ts";

interface Rights {
  readonly name: string;
  readonly roles: readonly Role[];
  readonly agents: "all" | readonly number[];
}

/** Agents alone make the scope: people who may see the same share what is kept for it. */
export function viewerWith({ name, roles, agents }: Rights): Viewer {
  const ids = agents === "all" ? agents : [...new Set(agents)].sort((a, b) => a - b);
  const scope = ids === "all" ? "agents all" : `agents ${digest(ids.join(","))}`;
  return { name, isLocal: false, roles: new Set(roles), agents: ids === "all" ? ids : new Set(ids), scope };
}

/** The Modus API says what its token may see, and not whose it is. */
export function modusViewer(upstreamToken: string): Viewer {
  const fingerprint = digest(upstreamToken);
  return {
    name: `Modus account ${fingerprint.slice(0, 8)}`,
    isLocal: false,
    roles: new Set(["viewer"]),
    agents: "all",
    scope: `modus ${fingerprint}`,
    upstreamToken,
  };
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}
