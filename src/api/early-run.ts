/** Asks for the run of the address while the page's code is still on its way; the run's first query takes the answer. */
import { isTemporalRunId, parseAgentId, parseRunId } from "../contract/run-id.ts";
import { HOLD_MS } from "../contract/watching.ts";
import { apiRunPath } from "../paths.ts";
import { type Failed, type Reply, send } from "./client.ts";

/** Larger free-form fields are left out of the answer and named in `runlight.stubs`. UTF-8 bytes. */
export const MAX_FIELD_BYTES = 262_144;
/** How long the server may hold a request for a state the page has; said from the start, to hear whether it does. */
export const PREFER_WAIT = { prefer: `wait=${HOLD_MS / 1_000}` };
const RUN_PAGE = /^\/agents\/([^/]+)\/runs\/([^/]+)\/?$/;

interface Early {
  readonly path: string;
  readonly reply: Promise<Reply | Failed>;
}

let early: Early | undefined;

/** Sends the request that the run page at this address will send first; nothing for any other address. */
export function askEarly({ pathname, search }: Pick<Location, "pathname" | "search">): void {
  const path = firstPath(pathname, search);
  early = path === undefined ? undefined : { path, reply: send(path, { headers: PREFER_WAIT }) };
}

/** The reply that is under way, or there, and that nobody has taken yet; it stays for whoever takes it. */
export const earlyReply = (): Promise<unknown> | undefined => early?.reply;

/** The reply under way for this very request, once: whoever asks first takes it, or shows that nobody wants it. */
export function takeEarly(path: string): Promise<Reply | Failed> | undefined {
  const taken = early?.path === path ? early.reply : undefined;
  early = undefined;
  return taken;
}

/** As the run page reads its address; undefined where it would ask for nothing. */
function firstPath(pathname: string, search: string): string | undefined {
  const [, agentText, runText] = RUN_PAGE.exec(pathname) ?? [];
  if (agentText === undefined || runText === undefined) return undefined;
  try {
    const agentId = parseAgentId(decodeURIComponent(agentText));
    const ref = parseRunId(decodeURIComponent(runText));
    const asked = new URLSearchParams(search).get("temporalRunId") ?? undefined;
    if (agentId === undefined || !ref || (asked !== undefined && !isTemporalRunId(asked))) return undefined;
    return apiRunPath(agentId, ref.workflowId, asked ?? ref.temporalRunId, MAX_FIELD_BYTES);
  } catch {
    // A broken percent-encoding.
    return undefined;
  }
}
