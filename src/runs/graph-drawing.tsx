/** What of a graph is no card: the lines of its links, the shapes of a map, and the icons cards refer to. */
import type { Phase, Step } from "../contract/step.ts";
import { StatusIcon } from "../ui/status.tsx";
import type { GraphLayout } from "./graph-layout.ts";
import type { Sight } from "./graph-sight.ts";
import { type LineKind, type Lines, mapShape } from "./graph-lines.ts";
import { PAST_STATE } from "./timeline-row.tsx";

const PHASES: readonly Phase[] = [
  "pending",
  "running",
  "waiting",
  "succeeded",
  "failed",
  "cancelled",
  "skipped",
  "unknown",
];

const isGoingOn = (phase: Phase) => phase === "running" || phase === "waiting";

/** Of the phases that occur. `icons`: what the ids begin with. */
export function GraphIcons({ icons, steps }: { icons: string; steps: readonly Step[] }) {
  const used = new Set(steps.map(({ phase }) => phase));
  const phases = PHASES.filter((phase) => used.has(phase));
  return (
    <svg aria-hidden="true" className="absolute size-0">
      <defs>
        {phases.map((phase) => (
          <g key={phase} id={`${icons}${phase}`}>
            <StatusIcon phase={phase} />
          </g>
        ))}
        {phases.filter(isGoingOn).map((phase) => (
          <g key={phase} id={`${icons}past-${phase}`} className={PAST_STATE}>
            <StatusIcon phase={phase} />
          </g>
        ))}
      </defs>
    </svg>
  );
}

const LINE_LOOKS: Record<LineKind, string> = {
  ahead: "stroke-line-strong [&_.head]:fill-line-strong",
  gone: "stroke-bar-ok [&_.head]:fill-bar-ok",
  part: "stroke-bar-ok [stroke-dasharray:3_3]",
  critical: "stroke-ink-2 stroke-2 [&_.head]:fill-ink-2",
  "critical-part": "stroke-ink-2 stroke-2 [stroke-dasharray:5_3]",
  selected: "stroke-accent [stroke-width:1.5] [&_.head]:fill-accent",
  "selected-critical": "stroke-accent [stroke-width:2.5] [&_.head]:fill-accent",
  "selected-part": "stroke-accent [stroke-width:1.5] [stroke-dasharray:3_3]",
};

/** Cut to the sight: what lies beyond would be painted again with every change. */
export function GraphLines({ lines, sight, hasHeads }: { lines: readonly Lines[]; sight: Sight; hasHeads: boolean }) {
  const { left, top, right, bottom } = sight;
  const [width, height] = [right - left, bottom - top];
  return (
    <svg
      aria-hidden="true"
      className="pointer-events-none absolute max-w-none"
      fill="none"
      viewBox={`${left} ${top} ${width} ${height}`}
      style={{ left, top, width, height }}
    >
      {lines.map(({ kind, path, heads }) => (
        <g key={kind} className={LINE_LOOKS[kind]} transform="translate(0.5)">
          <path d={path} vectorEffect="non-scaling-stroke" />
          {hasHeads && heads !== "" && <path className="head" d={heads} stroke="none" />}
        </g>
      ))}
    </svg>
  );
}

const SHAPE_LOOKS: Record<Phase, string> = {
  pending: "fill-line-strong",
  running: "fill-bar-run",
  waiting: "fill-wait-edge",
  succeeded: "fill-bar-ok",
  failed: "fill-bar-fail",
  cancelled: "fill-line-strong",
  skipped: "fill-line-strong",
  unknown: "fill-control",
};

interface MapProps {
  readonly layout: GraphLayout;
  readonly steps: readonly Step[];
  /** Numbers of nodes. */
  readonly shown: readonly number[];
  readonly isDimmed: (node: number) => boolean;
}

/** One shape per phase however many nodes there are; those the filters leave out are faint. */
export function GraphMap({ layout, steps, shown, isDimmed }: MapProps) {
  const shapes = new Map<string, { phase: Phase; isFaint: boolean; path: string }>();
  for (const number of shown) {
    const node = layout.nodes[number];
    const phase = steps[node?.places[0] ?? 0]?.phase;
    if (!node || !phase) continue;
    const isFaint = isDimmed(number);
    const id = `${phase}${isFaint}`;
    const shape = shapes.get(id) ?? { phase, isFaint, path: "" };
    shape.path += mapShape(phase, node.x, node.y);
    shapes.set(id, shape);
  }
  return (
    <svg aria-hidden="true" className="absolute top-0 left-0 size-px overflow-visible" fillRule="evenodd">
      {[...shapes].map(([id, { phase, isFaint, path }]) => (
        <path key={id} d={path} className={`${SHAPE_LOOKS[phase]} ${isFaint ? "opacity-30" : ""}`} />
      ))}
    </svg>
  );
}
