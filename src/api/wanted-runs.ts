/**
 * Runs somebody wants to be told of, when they end or begin to wait: ids and what was known last, in this browser, for
 * one person at a time. What an answer means for one of them is decided here, whichever page it came to.
 */
import * as v from "valibot";
import { readJson } from "../contract/json.ts";
import { toPlain } from "../contract/runlight.ts";
import { WANTED_KEY } from "./person-memory.ts";

/** Runs kept; the one asked for longest ago goes first. */
export const WANTED_MAX = 20;
const word = v.pipe(v.string(), v.maxLength(1_000));

const WantedSchema = v.object({
  agentId: v.number(),
  workflowId: word,
  temporalRunId: word,
  /** Id of the request that waited; empty when it named none. */
  waits: v.optional(word),
});
const StoredSchema = v.object({ who: v.string(), runs: v.array(WantedSchema) });

export type WantedRun = v.InferOutput<typeof WantedSchema>;

/** What an answer says of a run. */
export interface RunAnswer {
  readonly agentId: number;
  readonly workflowId: string;
  readonly temporalRunId: string;
  /** Asked for as the newest attempt; elsewhere another attempt is none of ours. */
  readonly isNewest: boolean;
  /** The status it ended with. */
  readonly ended?: string;
  readonly waits?: string;
}

export interface RunChange {
  /** What to remember of it from now on; undefined: no more. */
  readonly next: WantedRun | undefined;
  /** Absent when nobody need be told. */
  readonly news?: "ended" | "waits";
}

/** Undefined when the answer changes nothing, or is about another run. */
export function changeOf(wanted: WantedRun, answer: RunAnswer): RunChange | undefined {
  if (answer.agentId !== wanted.agentId || answer.workflowId !== wanted.workflowId) return undefined;
  const isSame = answer.temporalRunId === wanted.temporalRunId;
  if (!isSame && !answer.isNewest) return undefined;
  if (answer.ended !== undefined) return { next: undefined, news: "ended" };
  const { agentId, workflowId, temporalRunId, waits } = answer;
  const next = { agentId, workflowId, temporalRunId, ...(waits === undefined ? {} : { waits }) };
  if (waits === undefined) return isSame && wanted.waits === undefined ? undefined : { next };
  if (!isSame || wanted.waits === undefined) return { next, news: "waits" };
  if (wanted.waits === waits || waits === "") return undefined;
  // A list may leave the request out; its id is then learned later.
  return wanted.waits === "" ? { next } : { next, news: "waits" };
}

const listeners = new Set<() => void>();
/** Where the browser keeps nothing, it lasts as long as the page. */
let kept: string | null = null;

function stored(): string | null {
  try {
    return localStorage.getItem(WANTED_KEY);
  } catch {
    return kept;
  }
}

/** Newest first; nobody else's. */
export function wantedRuns(who: string): readonly WantedRun[] {
  try {
    const read = v.safeParse(StoredSchema, toPlain(readJson(stored() ?? "{}")));
    return read.success && read.output.who === who ? read.output.runs.slice(0, WANTED_MAX) : [];
  } catch {
    return [];
  }
}

/** Whether anybody wants to hear of any run; may be wrong about who. */
export function areRunsWanted(): boolean {
  return stored()?.includes('"workflowId"') ?? false;
}

export function isWanted(who: string, run: Pick<WantedRun, "agentId" | "workflowId">): boolean {
  return wantedRuns(who).some((one) => isSameRun(one, run));
}

/** `next` undefined: no more. */
export function setWanted(
  who: string,
  run: Pick<WantedRun, "agentId" | "workflowId">,
  next: WantedRun | undefined,
): void {
  const others = wantedRuns(who).filter((one) => !isSameRun(one, run));
  const runs = next && v.is(WantedSchema, next) ? [next, ...others].slice(0, WANTED_MAX) : others;
  const text = JSON.stringify({ who, runs });
  try {
    localStorage.setItem(WANTED_KEY, text);
  } catch {
    kept = text;
  }
  for (const listener of listeners) listener();
}

/** Follows other tabs. */
export function subscribeWanted(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", listener);
  };
}

function isSameRun(one: Pick<WantedRun, "agentId" | "workflowId">, other: typeof one): boolean {
  return one.agentId === other.agentId && one.workflowId === other.workflowId;
}
