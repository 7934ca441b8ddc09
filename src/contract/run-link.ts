/**
 * The link doctor's eye: which run a pasted text means, read from its shape alone. Knows page and API addresses of any
 * Runlight or Modus, Temporal's own pages and commands, ids bare and composite, and tickets that hold one of these.
 * Nothing is asked of anybody here, and no address that was pasted is ever opened.
 */
import { isTemporalRunId, parseAgentId, parseRunId, RUN_ID_MAX, type RunRef } from "./run-id.ts";
import { isEscaped, trimPasted, unescapeOnce } from "./run-link-text.ts";

/** What a link keeps beyond the run: as written, to be judged by the page it leads to. */
export interface RunLinkView {
  readonly step?: string;
  readonly view?: string;
  readonly find?: string;
  readonly phase?: string;
  readonly field?: string;
  readonly tab?: string;
  readonly sort?: string;
  readonly only?: string;
  readonly critical?: string;
}

export type RunLink =
  | ({ readonly kind: "run"; readonly agentId: number; readonly kept: RunLinkView } & RunRef)
  /** The run is named, its agent is not. */
  | ({ readonly kind: "agentless" } & RunRef)
  /** `why` in words for people, with what to paste instead. */
  | { readonly kind: "unknown"; readonly why: string };

/** UTF-16 units. A ticket with its comments fits; a log file is no link. */
export const LINK_TEXT_MAX = 20_000;
const KEPT = ["step", "view", "find", "phase", "field", "tab", "sort", "only", "critical"] as const;
/** A link wrapped in a link wrapped in a link, as mail filters do. */
const NESTED_MAX = 3;

const URLS = /https?:\/{1,2}[^\s<>"'`|\\^{}]+/gi;
const PATHS = /(?<![\w/.:%-])\/?(?:agents|api|namespaces|r)\/[^\s<>"'`|\\^{}]+/g;
const BARE_HOSTS = /(?<![\w/.:@%-])[\w.-]+(?::\d{1,5})?\/(?:[\w.~-]+\/){0,5}(?:agents|namespaces)\/[^\s<>"'`|\\^{}]+/gi;
// Only from where a token begins, so that a long text without an id costs no more than its length.
const COMPOSITES =
  /(?<![^\s<>"'`|\\^{}()[\],;=])[^\s<>"'`|\\^{}()[\],;=]+:[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?![\w-])/g;
const WORKFLOW_IDS = /(?<![A-Za-z0-9_])wf_\d{1,15}_[^\s<>"'`|\\^{}()[\],;=?#&]+/g;
const PATH_START = /^\/?(?:agents|api|namespaces|r)\//;
const OWN_AGENT = /^wf_(\d{1,15})_./;

/** Reads a pasted text; see RunLink. Never throws; linear in the text. */
export function readRunLink(pasted: string): RunLink {
  const text = trimPasted(pasted.slice(0, LINK_TEXT_MAX));
  if (text === "") return unknown("Nothing was pasted. Paste a link to a run, or its workflow id.");
  const plain = unescapeOnce(text);
  // Escapes within an address belong to its parts; around one they were added on the way here.
  return readAddresses(text, 0) ?? readAddresses(plain, 0) ?? readIds(isEscaped(text) ? plain : text);
}

/** The agent that a workflow id names itself, as in `wf_42_run_88`. */
export function ownAgentOf(workflowId: string): number | undefined {
  return parseAgentId(OWN_AGENT.exec(workflowId)?.[1] ?? "");
}

function readAddresses(text: string, depth: number): RunLink | undefined {
  for (const pattern of [URLS, PATHS, BARE_HOSTS]) {
    for (const [address] of text.matchAll(pattern)) {
      const link = readAddress(trimPasted(address), depth);
      if (link) return link;
    }
  }
  return undefined;
}

function readAddress(address: string, depth: number): RunLink | undefined {
  const absolute = /^https?:/i.test(address)
    ? address
    : PATH_START.test(address)
      ? `http://x/${address}`
      : `http://${address}`;
  let url: URL;
  try {
    url = new URL(absolute);
  } catch {
    return undefined;
  }
  // Not decoded as a whole: an id may hold an escaped slash.
  const parts = url.pathname.split("/").filter(Boolean);
  return readRunPath(parts, url.searchParams) ?? readTemporalPath(parts) ?? readInside(url, parts, depth);
}

/** `…/agents/{agent}/runs/{run}`, of the page or the API. */
function readRunPath(parts: readonly string[], query: URLSearchParams): RunLink | undefined {
  const at = parts.findIndex((part, i) => part === "agents" && parts[i + 2] === "runs" && parts[i + 3] !== undefined);
  if (at < 0) return undefined;
  const isApi = parts[at - 1] === "v1" && parts[at - 2] === "api";
  // A page's address ends with the run; whoever forgot to escape a slash in the id is understood.
  const rest = parts.slice(at + 3);
  const segments = isApi ? rest.slice(0, apiLength(rest)) : rest;
  const ref = parseRunId(unescapeOnce(segments.join("/")));
  if (!ref)
    return unknown(
      "The address names a run by an id that can't be asked for. Copy the link again from where it works.",
    );
  const temporalRunId = query.get("temporalRunId") ?? ref.temporalRunId;
  const agentId = parseAgentId(parts[at + 1] ?? "");
  return named({ workflowId: ref.workflowId, ...(temporalRunId ? { temporalRunId } : {}) }, agentId, keptOf(query));
}

function apiLength(rest: readonly string[]): number {
  const at = rest.findIndex((part, i) => i > 0 && /^(?:attempts|cancel|payload|approvals)$/.test(part));
  return at < 0 ? rest.length : at;
}

/** `…/namespaces/{namespace}/workflows/{workflow}/{run}/history` of Temporal's own page. */
function readTemporalPath(parts: readonly string[]): RunLink | undefined {
  const at = parts.findIndex((part, i) => part === "namespaces" && parts[i + 2] === "workflows");
  if (at < 0) return undefined;
  const ref = parseRunId(unescapeOnce(parts[at + 3] ?? ""));
  if (!ref) return undefined;
  const run = parts[at + 4] ?? "";
  return named(isTemporalRunId(run) ? { workflowId: ref.workflowId, temporalRunId: run.toLowerCase() } : ref);
}

/** A link to the link doctor itself, or one that a mail filter or a sign-in wrapped into its own. */
function readInside(url: URL, parts: readonly string[], depth: number): RunLink | undefined {
  if (depth >= NESTED_MAX) return undefined;
  for (const value of url.searchParams.values()) {
    const link = readAddresses(value, depth + 1);
    if (link) return link;
  }
  const at = parts.indexOf("r");
  if (at < 0) return undefined;
  const pasted =
    url.searchParams.get("link") ??
    parts
      .slice(at + 1)
      .map(unescapeOnce)
      .join("/");
  const link = readIds(trimPasted(pasted));
  return link.kind === "unknown" ? undefined : link;
}

function readIds(text: string): RunLink {
  const command = readCommand(text);
  if (command) return command;
  if (!/\s/.test(text)) return readBareId(text);
  for (const pattern of [COMPOSITES, WORKFLOW_IDS]) {
    for (const [id] of text.matchAll(pattern)) {
      const ref = parseRunId(trimPasted(id));
      if (ref) return named(ref);
    }
  }
  return unknown(
    "No link to a run and no run's id was found in this text. Paste the link, or the workflow id by itself.",
  );
}

/** `temporal workflow show --workflow-id … --run-id …` */
function readCommand(text: string): RunLink | undefined {
  const id = /(?<!\S)(?:--workflow-id|-w)[ =]["']?([^\s"']+)/.exec(text)?.[1];
  const ref = id === undefined ? undefined : parseRunId(id);
  if (!ref) return undefined;
  const run = /(?<!\S)(?:--run-id|-r)[ =]["']?([^\s"']+)/.exec(text)?.[1] ?? "";
  return named(isTemporalRunId(run) ? { workflowId: ref.workflowId, temporalRunId: run.toLowerCase() } : ref);
}

function readBareId(text: string): RunLink {
  if (isTemporalRunId(text))
    return unknown(
      "This is the id of one attempt (a temporalRunId). It alone does not tell which workflow it is an attempt of. Paste the workflow id, like wf_42_run_88, or both as wf_42_run_88:" +
        text.toLowerCase(),
    );
  if (/^https?:\//i.test(text))
    return unknown("This address leads to no run that Runlight knows how to read. Paste the run's id instead.");
  // Of JSON or code with no space in it, only an id it holds counts.
  if (/["'`{}<>]/.test(text)) {
    for (const pattern of [COMPOSITES, WORKFLOW_IDS]) {
      const id = text.match(pattern)?.[0];
      const ref = id === undefined ? undefined : parseRunId(trimPasted(id));
      if (ref) return named(ref);
    }
    return unknown(
      "No link to a run and no run's id was found in this text. Paste the link, or the workflow id by itself.",
    );
  }
  const ref = parseRunId(text);
  if (ref) return named(ref);
  return unknown(
    text.length > RUN_ID_MAX
      ? "This text is too long for a run's id. Paste the link, or the workflow id by itself."
      : "No run can have this id. Paste the link, or the workflow id by itself.",
  );
}

function named(ref: RunRef, agentId = ownAgentOf(ref.workflowId), kept: RunLinkView = {}): RunLink {
  return agentId === undefined ? { kind: "agentless", ...ref } : { kind: "run", agentId, ...ref, kept };
}

function keptOf(query: URLSearchParams): RunLinkView {
  const kept: { -readonly [Key in keyof RunLinkView]: RunLinkView[Key] } = {};
  for (const name of KEPT) {
    const value = query.get(name);
    if (value !== null) kept[name] = value;
  }
  return kept;
}

function unknown(why: string): RunLink {
  return { kind: "unknown", why };
}
