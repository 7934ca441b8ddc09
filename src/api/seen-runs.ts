/**
 * What this browser remembers of the runs somebody looked at: ids, counts, status and time, never what agents wrote.
 * For one person at a time, forgotten on signing out. Storage that is full, forbidden or damaged remembers nothing.
 */
import * as v from "valibot";
import { readJson } from "../contract/json.ts";
import { toPlain } from "../contract/runlight.ts";
import { SEEN_KEY } from "./person-memory.ts";

/** Runs remembered; the one seen longest ago goes first. */
export const SEEN_MAX = 50;
/** No id or status of a real source is longer; a longer one is not remembered. */
const word = v.pipe(v.string(), v.maxLength(300));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const SeenSchema = v.object({
  agentId: v.number(),
  workflowId: word,
  temporalRunId: word,
  /** Server clock, epoch ms. */
  at: v.number(),
  status: word,
  finished: count,
  failed: count,
  /** Of the approval that waited. */
  approvalId: v.optional(word),
});
const StoredSchema = v.object({ who: v.string(), runs: v.array(SeenSchema) });

export type SeenRun = v.InferOutput<typeof SeenSchema>;
type Which = Pick<SeenRun, "agentId" | "workflowId" | "temporalRunId">;

/** `who`: whose memory it is; nobody else's is read. */
export function recallRun(who: string, run: Which): SeenRun | undefined {
  return read(who).find((seen) => isSame(seen, run));
}

export function rememberRun(who: string, run: SeenRun): void {
  if (!v.is(SeenSchema, run)) return;
  const runs = [run, ...read(who).filter((seen) => !isSame(seen, run))].slice(0, SEEN_MAX);
  try {
    localStorage.setItem(SEEN_KEY, JSON.stringify({ who, runs }));
  } catch {
    // Full or forbidden: coming back then says nothing.
  }
}

function isSame(one: Which, other: Which): boolean {
  return (
    one.agentId === other.agentId && one.workflowId === other.workflowId && one.temporalRunId === other.temporalRunId
  );
}

function read(who: string): readonly SeenRun[] {
  try {
    const stored = v.safeParse(StoredSchema, toPlain(readJson(localStorage.getItem(SEEN_KEY) ?? "{}")));
    return stored.success && stored.output.who === who ? stored.output.runs.slice(0, SEEN_MAX) : [];
  } catch {
    return [];
  }
}
