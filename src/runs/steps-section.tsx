/** The steps of a run with their toolbar, as timeline, graph or table. */
import { Suspense, useMemo, useState } from "react";
import type { Run } from "../contract/run.ts";
import type { Step } from "../contract/step.ts";
import { useCode } from "../ui/use-code.ts";
import { NARROW, useMedia } from "../ui/use-media.ts";
import { useRowHeight } from "./row-height.ts";
import { LaterGraph, LaterTable } from "./run-parts.ts";
import type { PlacePatch, RunPlace } from "./run-place.ts";
import { flatRows, type FoldRow, type StepRow, type StepsRow } from "./steps-rows.ts";
import { StepsToolbar } from "./steps-toolbar.tsx";
import { Timeline } from "./timeline.tsx";
import type { Frame } from "./timeline-frame.ts";
import { filterSteps } from "./timeline-rows.ts";
import { offsetLabel } from "./timeline-ticks.ts";
import { useStepsRows } from "./use-steps-rows.ts";
import { useKeptScroll } from "./use-steps-scroll.ts";

interface Props {
  readonly run: Run;
  readonly steps: readonly Step[];
  /** How many there are, while only the first are read: then none is filtered out and none counted. */
  readonly total: number | undefined;
  readonly frame: Frame | undefined;
  readonly place: RunPlace;
  readonly change: (patch: PlacePatch, how?: { isQuiet: boolean }) => void;
  readonly selectedKey: string | undefined;
  readonly onSelect: (key: string, how: { isQuiet: boolean }) => void;
  readonly clockOffsetMs: number;
}

export function StepsSection(props: Props) {
  const { run, steps, total, frame, place, change, selectedKey, onSelect, clockOffsetMs } = props;
  const { find, phases, isOnlyUnfinished, isCriticalMarked, view } = place;
  const isWhole = total === undefined;
  const filtered = useShown(steps, find, phases, isOnlyUnfinished);
  const shown = isWhole ? filtered : steps;
  const { rows, toggle, show } = useStepsRows(steps, shown, selectedKey);
  const [zoom, setZoom] = useState(1);
  // A link to a step opens where the step is.
  const [wanted, setWanted] = useState(place.step ? { key: place.step } : undefined);
  useKeptScroll(view);

  const sortText = view === "table" ? place.sort : undefined;
  const sorting = useCode(sortText !== undefined, loadSort);
  const sort = useMemo(() => sorting?.readSort(sortText), [sorting, sortText]);
  const sorted = useMemo(() => sorting?.sortSteps(shown, sort) ?? shown, [sorting, shown, sort]);
  // In order of a column nothing stands under anything else, and every iteration has its place.
  const isFlat = sortText !== undefined && (!sorting || sort !== undefined);
  const shownRows = useFlat(rows, isFlat ? sorted : undefined);
  const failures = {
    keys: useFailed(isWhole ? sorted : NONE),
    selectedKey,
    onJump: (key: string) => {
      show(key);
      setWanted({ key });
      onSelect(key, { isQuiet: true });
    },
  };
  const onFailed = (row: FoldRow | StepRow) => {
    change({ phase: "failed", only: "", find: row.kind === "fold" ? row.fold.title : "" });
  };
  const seenAt = frame?.edge.kind === "seen" ? `at ${offsetLabel(frame.edge.at - frame.startAt)}` : undefined;
  const critical = useCritical(isCriticalMarked && isWhole ? steps : undefined, edgeEnd(frame));
  const shared = { selectedKey, onSelect, clockOffsetMs, seenAt, critical };
  const grid = { ...shared, rows: shownRows, failures, onToggle: toggle, onFailed, wanted };
  return (
    <section aria-label="Steps of the run">
      <StepsToolbar
        place={place}
        change={change}
        steps={steps}
        total={total}
        seenAt={seenAt}
        failures={failures}
        zoom={zoom}
        onZoom={setZoom}
      />
      <div className="border-t border-line">
        {!isWhole && view !== "timeline" && <TableRoom count={total} />}
        {isWhole && view === "graph" && (
          <Suspense fallback={<GraphRoom />}>
            <LaterGraph.Part {...shared} steps={steps} rows={shown} />
          </Suspense>
        )}
        {isWhole && view === "table" && (
          <Suspense fallback={<TableRoom count={shownRows.length} />}>
            <LaterTable.Part {...grid} sort={sort} onSort={(next) => change({ sort: next })} />
          </Suspense>
        )}
        {view === "timeline" && (
          <Timeline
            {...grid}
            steps={steps}
            total={total}
            frame={frame}
            decisions={run.runlight.decisions ?? NONE}
            zoom={zoom}
            onZoom={setZoom}
          />
        )}
      </div>
      {shown.length === 0 && <NoSteps count={steps.length} onAll={() => change({ find: "", phase: "", only: "" })} />}
    </section>
  );
}

/** As high as the table on its way: its head and its rows. */
function TableRoom({ count }: { count: number }) {
  const isNarrow = useMedia(NARROW);
  const height = (isNarrow ? 44 : 28) + count * useRowHeight();
  return <div aria-busy="true" style={{ height }} />;
}

/** As high as the graph on its way: nothing below moves when it comes. */
function GraphRoom() {
  return (
    <div role="status" className="grid h-[70vh] min-h-80 place-items-center text-12 text-ink-3">
      Loading the graph…
    </div>
  );
}

function NoSteps({ count, onAll }: { count: number; onAll: () => void }) {
  return (
    <p className="px-4 py-6 text-13 text-ink-2 min-[720px]:px-6">
      {count === 0 ? (
        "The answer holds no steps."
      ) : (
        <>
          None of {count} steps is like that.{" "}
          <button
            type="button"
            className="relative touch-target cursor-pointer text-accent underline underline-offset-2"
            onClick={onAll}
          >
            Show all steps
          </button>
        </>
      )}
    </p>
  );
}

// Memoised by hand: this file is not left to the compiler.
function useShown(steps: readonly Step[], find: string, phases: RunPlace["phases"], isOnlyUnfinished: boolean) {
  return useMemo(() => filterSteps(steps, { find, phases, isOnlyUnfinished }), [steps, find, phases, isOnlyUnfinished]);
}

function useFlat(rows: readonly StepsRow[], sorted: readonly Step[] | undefined): readonly StepsRow[] {
  return useMemo(() => (sorted ? flatRows(sorted) : rows), [rows, sorted]);
}

function useCritical(steps: readonly Step[] | undefined, endAt: number | undefined): ReadonlySet<string> {
  const code = useCode(steps !== undefined, loadCritical);
  return useMemo(() => (steps && code ? code.criticalPath(steps, endAt) : NO_KEYS), [steps, code, endAt]);
}

const loadCritical = () => import("./critical-path.ts");
const loadSort = () => import("./sort-steps.ts");

function useFailed(steps: readonly Step[]): readonly string[] {
  return useMemo(() => steps.filter((step) => step.phase === "failed").map((step) => step.key), [steps]);
}

/** Epoch ms; undefined while the run goes on. */
function edgeEnd(frame: Frame | undefined): number | undefined {
  return frame && frame.edge.kind !== "now" ? frame.edge.at : undefined;
}

const NONE = [] as const;
const NO_KEYS: ReadonlySet<string> = new Set();
