/** Above the steps: timeline or table, find a step, and the counts per phase, which filter when pressed. */
import { useEffect, useMemo, useRef, useState } from "react";
import { countText } from "../contract/count-text.ts";
import { countPhases } from "../contract/read-steps.ts";
import type { Phase, Step } from "../contract/step.ts";
import { SearchIcon } from "../ui/icons.tsx";
import { StatusIcon } from "../ui/status.tsx";
import { Segmented } from "../ui/segmented.tsx";
import type { PlacePatch, RunPlace } from "./run-place.ts";
import { FailureJump, type FailureWalk } from "./steps-failures.tsx";
import { isUnfinished } from "./timeline-rows.ts";
import { PAST_STATE } from "./timeline-row.tsx";
import { ZOOM_STEP, zoomed, zoomLabel } from "./timeline-zoom.ts";
import { areSingleKeysOn, useSingleKeys } from "../ui/single-keys.ts";
import { NARROW, useMedia } from "../ui/use-media.ts";

const WORDS: readonly (readonly [Phase, string])[] = [
  ["failed", "failed"],
  ["waiting", "awaiting"],
  ["running", "running"],
  ["succeeded", "completed"],
  ["pending", "pending"],
  ["cancelled", "cancelled"],
  ["skipped", "skipped"],
  ["unknown", "other"],
];
const VIEWS = [
  { key: "timeline", label: "Timeline" },
  { key: "graph", label: "Graph" },
  { key: "table", label: "Table" },
] as const;
/** On a phone fewer steps than this need no search. */
const NARROW_FROM = 20;

interface Props {
  readonly place: RunPlace;
  readonly change: (patch: PlacePatch, how?: { isQuiet: boolean }) => void;
  readonly steps: readonly Step[];
  /** How many there are, while only the first are read. */
  readonly total: number | undefined;
  /** `at 1:36` where the counts are of the last moment seen. */
  readonly seenAt: string | undefined;
  readonly failures: FailureWalk;
  /** 1: the whole run fits. */
  readonly zoom: number;
  readonly onZoom: (zoom: number) => void;
}

export function StepsToolbar(props: Props) {
  const { place, change, steps, total, seenAt, failures, zoom, onZoom } = props;
  const { find, phases, view, isOnlyUnfinished, isCriticalMarked } = place;
  const isNarrow = useMedia(NARROW);
  // By hand, over all steps: this file is not left to the compiler.
  const isMixed = useMemo(() => hasBoth(steps), [steps]);
  const isFiltered = find !== "" || phases.size > 0 || isOnlyUnfinished || isCriticalMarked;
  if (isNarrow && steps.length < NARROW_FROM && !isFiltered && view === "timeline") return null;
  if (!isNarrow && total !== undefined) {
    return (
      <p className="flex h-11 items-center justify-end border-t border-line px-6 text-12 text-ink-2">
        <span className="px-1.5">Counting the steps…</span>
      </p>
    );
  }
  return (
    <div
      role="toolbar"
      aria-label="Steps shown"
      className="@container flex min-h-11 items-center border-t border-line px-4 py-2 min-[720px]:px-6 min-[720px]:py-1.5"
    >
      <div className="flex flex-1 flex-wrap items-center gap-x-4 gap-y-1 min-[720px]:@max-4xl:gap-x-3">
        <Segmented label="View" items={VIEWS} current={view} onPick={(next) => change({ view: next })} />
        <FindStep find={find} onFind={(text) => change({ find: text }, { isQuiet: true })} />
        {view === "timeline" && !isNarrow && <ZoomButtons zoom={zoom} onZoom={onZoom} />}
        <div className="-mx-2 flex flex-wrap items-center gap-1 text-12">
          {(isOnlyUnfinished || isMixed) && (
            <Toggle isOn={isOnlyUnfinished} onToggle={(isOn) => change({ only: isOn ? "unfinished" : "" })}>
              Only unfinished
            </Toggle>
          )}
          <Toggle isOn={isCriticalMarked} onToggle={(isOn) => change({ critical: isOn ? "1" : "" })}>
            Critical path
          </Toggle>
          {(view === "graph" || (isNarrow && view === "table")) && <FailureJump {...failures} />}
        </div>
        {/* With a key of its own it stands in its place; the same box growing to the left would be a shift of the layout. */}
        <div key={String(total)} className="ml-auto flex flex-wrap items-center gap-x-1 gap-y-1 text-12">
          {total === undefined ? (
            <PhaseCounts steps={steps} seenAt={seenAt} phases={phases} onPhases={(phase) => change({ phase })} />
          ) : (
            <span className="flex h-7 items-center px-1.5 text-ink-2 max-[719px]:h-11">Counting the steps…</span>
          )}
        </div>
      </div>
    </div>
  );
}

/** Some steps have ended and some have not: only then there is something to choose. */
function hasBoth(steps: readonly Step[]): boolean {
  const isFirst = steps[0] !== undefined && isUnfinished(steps[0]);
  return steps.some((step) => isUnfinished(step) !== isFirst);
}

const SMALL =
  "flex h-7 cursor-pointer items-center gap-1.5 rounded-control px-2 focus-visible:outline-2 focus-visible:outline-accent max-[719px]:h-11";
const pressed = (isOn: boolean) => (isOn ? "bg-accent-tint text-ink" : "text-ink-2 hover:bg-sunken hover:text-ink");

function Toggle(props: { isOn: boolean; onToggle: (isOn: boolean) => void; children: string }) {
  const { isOn, onToggle, children } = props;
  return (
    <button type="button" aria-pressed={isOn} onClick={() => onToggle(!isOn)} className={`${SMALL} ${pressed(isOn)}`}>
      {children}
    </button>
  );
}

function ZoomButtons({ zoom, onZoom }: Pick<Props, "zoom" | "onZoom">) {
  const isFit = zoom === 1;
  const look =
    "grid h-full min-w-7 cursor-pointer place-items-center px-1.5 text-ink-2 enabled:hover:text-ink aria-disabled:text-ink-3";
  return (
    <div
      role="group"
      aria-label="Zoom"
      className="inline-flex h-7 shrink-0 divide-x divide-line rounded-control border border-line-strong bg-surface text-12"
    >
      <button
        type="button"
        aria-label="Zoom out"
        aria-keyshortcuts="-"
        aria-disabled={isFit}
        onClick={() => onZoom(zoomed(zoom, 1 / ZOOM_STEP))}
        className={`${look} text-13`}
      >
        −
      </button>
      <button
        type="button"
        aria-label={isFit ? "Fit" : `Fit, zoomed ${zoomLabel(zoom)}`}
        aria-keyshortcuts="0"
        aria-disabled={isFit}
        onClick={() => onZoom(1)}
        className={`${look} w-10`}
      >
        {isFit ? "Fit" : zoomLabel(zoom)}
      </button>
      <button
        type="button"
        aria-label="Zoom in"
        aria-keyshortcuts="+"
        onClick={() => onZoom(zoomed(zoom, ZOOM_STEP))}
        className={`${look} text-13`}
      >
        +
      </button>
    </div>
  );
}

function FindStep({ find, onFind }: { find: string; onFind: (find: string) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const areKeysOn = useSingleKeys();
  // The URL follows the typing a moment later, so while typing the field is its own truth.
  const [typed, setTyped] = useState<string | undefined>(undefined);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isTyping = event.target instanceof Element && event.target.closest("input, textarea, select, dialog");
      if (event.key !== "/" || !areSingleKeysOn() || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      input.current?.focus();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  return (
    <label className="relative flex h-7 w-37 items-center rounded-control border border-control bg-surface text-13 focus-within:outline-2 focus-within:outline-accent min-[720px]:@max-4xl:w-30 max-[719px]:h-11 max-[719px]:flex-1">
      <span className="pointer-events-none ml-2 text-ink-2">
        <SearchIcon />
      </span>
      <input
        ref={input}
        type="search"
        aria-label="Find a step"
        aria-keyshortcuts={areKeysOn ? "/" : undefined}
        placeholder="Find a step"
        value={typed ?? find}
        onFocus={() => setTyped(find)}
        onBlur={() => setTyped(undefined)}
        onChange={(event) => {
          setTyped(event.target.value);
          onFind(event.target.value);
        }}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.stopPropagation();
          if (typed === "" || typed === undefined) event.currentTarget.blur();
          setTyped("");
          onFind("");
        }}
        className="w-full min-w-0 bg-transparent px-1.5 outline-none placeholder:text-ink-3 [&::-webkit-search-cancel-button]:hidden"
      />
      {areKeysOn && (
        <kbd
          aria-hidden="true"
          className="mr-1.5 grid size-4.5 shrink-0 place-items-center rounded-bar border border-line font-mono text-11 text-ink-3 @max-4xl:hidden"
        >
          /
        </kbd>
      )}
    </label>
  );
}

/** Beside the inspector icon and number say it, and the word where the pointer rests: all stays on one line. */
const BESIDE = "min-[720px]:@max-4xl:sr-only";

function PhaseCounts(props: {
  steps: readonly Step[];
  seenAt: string | undefined;
  phases: ReadonlySet<Phase>;
  onPhases: (phase: string) => void;
}) {
  const { steps, seenAt, phases, onPhases } = props;
  const counts = useMemo(() => countPhases(steps), [steps]);
  return WORDS.filter(([phase]) => counts[phase] > 0 || phase === "failed" || phases.has(phase)).map(
    ([phase, word]) => {
      const isOn = phases.has(phase);
      const after = WORDS.map(([p]) => p).filter((p) => (p === phase ? !isOn : phases.has(p)));
      const isLastSeen = seenAt !== undefined && (phase === "running" || phase === "waiting");
      return (
        <button
          key={phase}
          type="button"
          aria-pressed={isOn}
          title={word}
          onClick={() => onPhases(after.join(","))}
          className={`flex h-7 cursor-pointer items-center gap-1.5 rounded-control px-1.5 focus-visible:outline-2 focus-visible:outline-accent max-[719px]:h-11 ${isOn ? "bg-accent-tint text-ink" : "text-ink-2 hover:bg-sunken"} ${isLastSeen ? PAST_STATE : ""}`}
        >
          <StatusIcon phase={phase} isFaded={counts[phase] === 0} />
          <span className={counts[phase] > 0 ? "font-semibold text-ink" : ""}>{countText(counts[phase])}</span>
          <span className={isLastSeen ? "" : BESIDE}>{isLastSeen ? `${word} ${seenAt}` : word}</span>
        </button>
      );
    },
  );
}
