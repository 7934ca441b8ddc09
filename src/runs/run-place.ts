/** What the URL of the run page says: which run, and everything the person picked on it. */
import { useCallback, useMemo } from "react";
import { isTemporalRunId, parseAgentId, parseRunId } from "../contract/run-id.ts";
import type { Phase } from "../contract/step.ts";
import { useParams, useSearchParams } from "../ui/router.tsx";

const PHASES: readonly Phase[] = [
  "failed",
  "waiting",
  "running",
  "succeeded",
  "pending",
  "cancelled",
  "skipped",
  "unknown",
];

const VIEWS = ["timeline", "graph", "table"] as const;
/** How the steps are shown. */
export type StepsView = (typeof VIEWS)[number];

export interface RunPlace {
  /** Undefined when the link names no agent. */
  readonly agentId: number | undefined;
  /** Undefined when the id cannot be asked for. */
  readonly workflowId: string | undefined;
  /** The attempt a link is pinned to. */
  readonly temporalRunId: string | undefined;
  /** Key of the picked step; empty: the person closed the inspector; undefined: nothing picked. */
  readonly step: string | undefined;
  /** Field of the result that a task run shows. */
  readonly field: string | undefined;
  readonly view: StepsView;
  /** Tab of the inspector, as written. */
  readonly tab: string | undefined;
  /** Column of the table, `-` before it for descending. */
  readonly sort: string | undefined;
  readonly find: string;
  readonly phases: ReadonlySet<Phase>;
  /** Only steps that have not ended. */
  readonly isOnlyUnfinished: boolean;
  /** The steps that made the run as long as it is are marked. */
  readonly isCriticalMarked: boolean;
  /** What cannot be opened about this link, in words. */
  readonly fault?: string;
}

/** Parts of the URL to change; an empty text removes any but `step`, undefined removes any. */
export interface PlacePatch {
  readonly step?: string | undefined;
  readonly field?: string;
  readonly view?: StepsView;
  readonly tab?: string | undefined;
  readonly sort?: string | undefined;
  readonly find?: string;
  readonly phase?: string;
  readonly only?: "unfinished" | "";
  readonly critical?: "1" | "";
  readonly temporalRunId?: string | undefined;
}

export function readPlace(agentText: string, runText: string, query: URLSearchParams): RunPlace {
  const agentId = parseAgentId(agentText);
  const ref = parseRunId(runText);
  const asked = query.get("temporalRunId") ?? undefined;
  const words = (query.get("phase") ?? "").split(",");
  const place = {
    agentId,
    workflowId: ref?.workflowId,
    temporalRunId: asked ?? ref?.temporalRunId,
    step: query.get("step") ?? undefined,
    field: query.get("field") ?? undefined,
    view: VIEWS.find((view) => view === query.get("view")) ?? ("timeline" as const),
    tab: query.get("tab") ?? undefined,
    sort: query.get("sort") ?? undefined,
    find: query.get("find") ?? "",
    phases: new Set(PHASES.filter((phase) => words.includes(phase))),
    isOnlyUnfinished: query.get("only") === "unfinished",
    isCriticalMarked: query.get("critical") === "1",
  };
  const fault = faultOf(agentId, ref !== undefined, asked);
  return fault ? { ...place, fault } : place;
}

function faultOf(agentId: number | undefined, hasRun: boolean, asked: string | undefined): string | undefined {
  if (agentId === undefined) return "The agent in a link is a number, like 42.";
  if (!hasRun) return "The run id in this link cannot be asked for.";
  if (asked !== undefined && !isTemporalRunId(asked)) return "The temporalRunId in this link is not a UUID.";
  return undefined;
}

/** The place, and a way to change it. A picked step or view is a step back; typing in a search field is not. */
export function useRunPlace(): readonly [RunPlace, (patch: PlacePatch, how?: { isQuiet: boolean }) => void] {
  const params = useParams();
  const [query, setQuery] = useSearchParams();
  // Memoised by hand, as all of the first view: the compiler would cost a tenth of its code.
  const place = useMemo(() => readPlace(params["agentId"] ?? "", params["runId"] ?? "", query), [params, query]);
  const change = useCallback(
    (patch: PlacePatch, how = { isQuiet: false }) =>
      setQuery((before) => patched(before, patch), { replace: how.isQuiet }),
    [setQuery],
  );
  return [place, change];
}

export function patched(before: URLSearchParams, patch: PlacePatch): URLSearchParams {
  const after = new URLSearchParams(before);
  for (const [name, value] of Object.entries(patch)) {
    const isDefault =
      value === undefined || (value === "" && name !== "step") || (name === "view" && value === "timeline");
    if (isDefault) after.delete(name);
    else after.set(name, String(value));
  }
  return after;
}
