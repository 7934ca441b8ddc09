/** Asks for the run of the address while the page's code is still on its way; the run's first query takes the answer. */
import { isTemporalRunId, parseAgentId, parseRunId } from "../contract/run-id.ts";
import { parseRunInSteps, type Run } from "../contract/run.ts";
import { inSlices } from "../contract/slices.ts";
import { HOLD_MS } from "../contract/watching.ts";
import { apiRunPath } from "../paths.ts";
import { type Failed, type Reply, send } from "./client.ts";

/** Larger free-form fields are left out of the answer and named in `runlight.stubs`. UTF-8 bytes. */
export const MAX_FIELD_BYTES = 262_144;
/** How long the server may hold a request for a state the page has; said from the start, to hear whether it does. */
export const PREFER_WAIT = { prefer: `wait=${HOLD_MS / 1_000}` };
const RUN_PAGE = /^\/agents\/([^/]+)\/runs\/([^/]+)\/?$/;

/** UTF-16 units of an answer that are read at once; a larger one is read in slices, so that the page never waits. */
const AT_ONCE = 131_072;

interface Early {
  readonly path: string;
  readonly reply: Promise<Reply | Failed>;
  /** What a large reply says: found out while the page's code is still on its way. Rejects as parseRun throws. */
  readonly run: Promise<Run | undefined>;
}

let early: Early | undefined;

/** Sends the request that the run page at this address will send first; nothing, and false, for any other address. */
export function askEarly({ pathname, search }: Pick<Location, "pathname" | "search">): boolean {
  const path = firstPath(pathname, search);
  if (path === undefined) {
    early = undefined;
    return false;
  }
  const reply = send(path, { headers: PREFER_WAIT });
  const run = reply.then((answer) => (isLarge(answer) ? inSlices(parseRunInSteps(answer.text)) : undefined));
  // Whoever takes it hears of it.
  run.catch(() => undefined);
  early = { path, reply, run };
  return true;
}

/** A good answer that is better read in slices. */
export function isLarge(reply: Reply | Failed): reply is Reply {
  return reply.kind === "reply" && reply.status === 200 && reply.text.length > AT_ONCE;
}

/** The reply that is under way, or there, and that nobody has taken yet; it stays for whoever takes it. */
export const earlyReply = (): Promise<unknown> | undefined => early?.reply;

/** What is under way for this very request, once: whoever asks first takes it, or shows that nobody wants it. */
export function takeEarly(path: string): Early | undefined {
  const taken = early?.path === path ? early : undefined;
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
