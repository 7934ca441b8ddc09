/** Ids of agents and runs: what is allowed, how a composite id splits, how one travels in a path. */

export const RUN_ID_MAX = 1_000;
const AGENT_ID = /^(?:0|[1-9][0-9]{0,14})$/;
const UUID = /^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$/;
const COMPOSITE = /^([\s\S]+):([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})$/;
// Control characters and lone surrogates cannot be carried by a path segment.
const UNCARRIABLE = /[\u0000-\u001f\u007f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

export interface RunRef {
  readonly workflowId: string;
  readonly temporalRunId?: string;
}

/** The agent's number, or undefined when the text is not one: digits, no sign, no leading zero, at most 15. */
export function parseAgentId(text: string): number | undefined {
  return AGENT_ID.test(text) ? Number(text) : undefined;
}

export function isTemporalRunId(text: string): boolean {
  return UUID.test(text);
}

/**
 * Reads a decoded run id, bare (`wf_42_run_1`) or composite (`wf_42_run_1:<uuid>`): split at the last colon in front
 * of a UUID, for workflow ids may hold colons. Undefined for an id that cannot be asked for safely: empty, over 1,000
 * UTF-16 units, `.` or `..` as a path segment of it, control characters, lone surrogates.
 */
export function parseRunId(text: string): RunRef | undefined {
  if (text === "" || text.length > RUN_ID_MAX || UNCARRIABLE.test(text)) return undefined;
  const match = COMPOSITE.exec(text);
  const workflowId = match?.[1] ?? text;
  if (workflowId.split(/[/\\]/).some((part) => part === "." || part === "..")) return undefined;
  return match?.[2] === undefined ? { workflowId } : { workflowId, temporalRunId: match[2].toLowerCase() };
}

/** The composite id of the API. */
export function formatRunId(workflowId: string, temporalRunId: string): string {
  return `${workflowId}:${temporalRunId}`;
}

/** One path segment, encoded exactly once; it decodes to exactly what was given. */
export function pathSegment(id: string): string {
  return encodeURIComponent(id);
}
