/** One node of the graph: a step, or many iterations of one. Few elements, for there may be many cards. */
import type { ReactNode } from "react";
import { countText } from "../contract/count-text.ts";
import { countPhases } from "../contract/read-steps.ts";
import type { Phase, Step } from "../contract/step.ts";
import { AgentText } from "../ui/agent-text.tsx";
import { formatDuration } from "../ui/time.tsx";
import { CARD } from "./graph-layout.ts";
import { hasBegun } from "./graph-lines.ts";
import { RunningTime } from "./running-time.tsx";
import { foldName, foldParts, isOpenStep, labelOf, rowName } from "./step-label.ts";

interface CardProps {
  /** Number of the node. */
  readonly node: number;
  readonly x: number;
  readonly y: number;
  /** Ids of the drawn icons begin with it; undefined: no icon. */
  readonly icons: string | undefined;
  readonly isSelected: boolean;
  readonly isCritical: boolean;
  /** Filters leave it out. */
  readonly isDimmed: boolean;
  /** The one with the keyboard. */
  readonly isActive: boolean;
  /** Id of the words that say what it is linked to. */
  readonly describedBy: string | undefined;
  /** `at 1:36` when the state is only the last one seen. */
  readonly seenAt: string | undefined;
}

interface StepCardProps extends CardProps {
  readonly step: Step;
  /** Where its branch is written. */
  readonly branchSide: "left" | "right";
  readonly clockOffsetMs: number;
}

export function StepCard({ step, clockOffsetMs, ...card }: StepCardProps) {
  const { isDimmed, isCritical, seenAt } = card;
  const isLastSeen = seenAt !== undefined && isOpenStep(step);
  const word = isLastSeen ? `${labelOf(step)} ${seenAt}` : labelOf(step);
  const marks = [isCritical && "on the critical path", isDimmed && "left out by the filters"];
  return (
    <Card
      {...card}
      name={rowName(step, seenAt, marks)}
      phase={step.phase}
      isPast={isLastSeen}
      isFaint={!hasBegun(step)}
      title={step.title}
      branch={step.when?.branch}
    >
      {step.phase === "unknown" ? <AgentText text={word} /> : word}
      {step.iteration && ` · ${iterationText(step.iteration)}`}
      {step.attempts.length > 1 && ` · ${step.attempts.length} attempts`}
      {step.durationMs !== undefined && ` · ${formatDuration(step.durationMs)}`}
      {step.durationMs === undefined && seenAt === undefined && isOpenStep(step) && step.startedAt !== undefined && (
        <>
          {" · "}
          <RunningTime fromAt={step.startedAt} clockOffsetMs={clockOffsetMs} />
        </>
      )}
    </Card>
  );
}

function iterationText({ index, total }: NonNullable<Step["iteration"]>): string {
  return total === undefined ? `${index + 1}` : `${index + 1}/${total}`;
}

/** Of all that a fold holds: what needs to be seen first. */
const LOUDEST: readonly Phase[] = [
  "failed",
  "waiting",
  "running",
  "unknown",
  "pending",
  "cancelled",
  "skipped",
  "succeeded",
];

/** `steps`: never empty. A bar along its lower edge says how many are how far. */
export function FoldCard({ steps, ...card }: CardProps & { steps: readonly Step[] }) {
  const counts = countPhases(steps);
  const fold = { id: "", title: steps[0]?.title ?? "", steps };
  const phase = LOUDEST.find((one) => counts[one] > 0) ?? "unknown";
  const isPast = card.seenAt !== undefined && (phase === "running" || phase === "waiting");
  const marks = [card.isCritical && "on the critical path", card.isDimmed && "left out by the filters"].filter(Boolean);
  const name = [foldName({ fold, counts }, card.seenAt), ...marks, "opens them in the table"].join(", ");
  // What needs to be seen first stands where it is not cut off.
  const parts = foldParts(counts, card.seenAt).sort((a, b) => rank(a.phase) - rank(b.phase));
  return (
    <Card
      {...card}
      name={name}
      phase={phase}
      isPast={isPast}
      isFaint={false}
      isFold
      title={`${fold.title} × ${countText(steps.length)}`}
      branch={undefined}
    >
      {parts.map(({ phase: one, text }, i) => (
        <span key={one} className={card.isDimmed ? "" : LINE_COLOURS[one]}>
          {i > 0 && <span className="text-ink-3"> · </span>}
          {text}
        </span>
      ))}
      <span
        aria-hidden="true"
        className="absolute inset-x-0 bottom-0 h-0.75 rounded-b-[5px]"
        style={{ background: `linear-gradient(90deg, ${shares(counts, steps.length).join(", ")})` }}
      />
    </Card>
  );
}

/** What went wrong or waits, then what is done, then what is to come. */
const rank = (phase: Phase) => (phase === "succeeded" ? 1.5 : LOUDEST.indexOf(phase));

/** Colour stops, what went well on the left. */
function shares(counts: Readonly<Record<Phase, number>>, total: number): string[] {
  let at = 0;
  return SHARE_COLOURS.flatMap(([phase, colour]) => {
    const from = at;
    at += (counts[phase] / total) * 100;
    return counts[phase] > 0 ? [`${colour} ${from}% ${at}%`] : [];
  });
}
const SHARE_COLOURS: readonly (readonly [Phase, string])[] = [
  ["succeeded", "var(--color-bar-ok)"],
  ["failed", "var(--color-bar-fail)"],
  ["waiting", "var(--color-wait-edge)"],
  ["running", "var(--color-bar-run)"],
  ["unknown", "var(--color-control)"],
  ["cancelled", "var(--color-line-strong)"],
  ["skipped", "var(--color-line-strong)"],
  ["pending", "var(--color-line)"],
];

/** `full` cards write the branch on the line above; without icons there is no room for it. */
const LAYOUT =
  "absolute grid scroll-m-16 content-center rounded-control border px-2.5 text-left text-11 leading-4 whitespace-nowrap focus-visible:z-1 focus-visible:outline-accent focus-visible:[outline-offset:calc(2*var(--px))] focus-visible:[outline-width:calc(2*var(--px))] [&>bdi]:truncate [&>bdi]:text-13 [&>span]:truncate";
/** The second direct `bdi` is the branch, written on the line that leads here. */
const BRANCH =
  "[&>bdi:nth-of-type(2)]:absolute [&>bdi:nth-of-type(2)]:bottom-full [&>bdi:nth-of-type(2)]:mb-1.5 [&>bdi:nth-of-type(2)]:max-w-24 [&>bdi:nth-of-type(2)]:text-11 [&>bdi:nth-of-type(2)]:text-ink-3";
/** Beside the line, on the side it does not come from. */
const BRANCH_SIDES = {
  left: "[&>bdi:nth-of-type(2)]:right-1/2 [&>bdi:nth-of-type(2)]:mr-2",
  right: "[&>bdi:nth-of-type(2)]:left-1/2 [&>bdi:nth-of-type(2)]:ml-2",
};
const WITH_ICON = "grid-cols-[auto_minmax(0,1fr)] gap-x-2 [&>span]:col-start-2";
/** Two more sheets of paper below. */
const PILE =
  "shadow-[2px_2px_0_-1px_var(--color-surface),2px_2px_0_0_var(--color-line-strong),4px_4px_0_-1px_var(--color-surface),4px_4px_0_0_var(--color-line-strong)]";

function Card(
  props: CardProps & {
    name: string;
    phase: Phase;
    isPast: boolean;
    isFaint: boolean;
    isFold?: boolean;
    title: string;
    branch: string | undefined;
    branchSide?: "left" | "right";
    children: ReactNode;
  },
) {
  const { node, x, y, icons, isSelected, isDimmed, isActive, phase, isPast } = props;
  const frame = isSelected ? "border-accent bg-selected ring-1 ring-accent" : frameOf(props);
  const line = isPast || isDimmed || props.isFold ? "text-ink-3" : (LINE_COLOURS[phase] ?? "text-ink-3");
  const title = isDimmed || props.isFaint ? "[&>bdi:first-of-type]:text-ink-3" : "[&>bdi:first-of-type]:text-ink";
  const layout = `${LAYOUT} ${props.branch === undefined ? "" : `${BRANCH} ${BRANCH_SIDES[props.branchSide ?? "right"]}`} ${icons === undefined ? "overflow-hidden" : WITH_ICON} ${props.isFold ? PILE : ""}`;
  return (
    <button
      type="button"
      data-node={node}
      aria-label={props.name}
      aria-describedby={props.describedBy}
      aria-pressed={props.isFold ? undefined : isSelected}
      tabIndex={isActive ? 0 : -1}
      className={`${layout} ${frame} ${line} ${title}`}
      style={{ left: x, top: y, width: CARD.width, height: CARD.height }}
    >
      {icons !== undefined && (
        <svg aria-hidden="true" className={`size-3.5 self-center ${isDimmed ? "opacity-50" : ""}`}>
          <use href={`#${icons}${isPast ? "past-" : ""}${phase}`} />
        </svg>
      )}
      <AgentText text={props.title} />
      {icons === undefined ? props.children : <span>{props.children}</span>}
      {icons !== undefined && props.branch !== undefined && <AgentText text={props.branch} />}
    </button>
  );
}

/** Colour belongs to exceptions, and to what is going on. */
function frameOf({ phase, isPast, isDimmed, isFaint, isCritical, isFold }: Parameters<typeof Card>[0]): string {
  if (isDimmed) return "border-line bg-canvas";
  if (isCritical) return "border-ink-2 bg-surface ring-1 ring-ink-2";
  if (isFold) return "border-line-strong bg-surface hover:bg-sunken";
  if (phase === "failed") return "border-bar-fail bg-fail-tint hover:bg-fail-tint/60";
  if (isPast) return "border-line-strong bg-surface hover:bg-sunken";
  if (phase === "waiting") return "border-wait-edge bg-wait-tint hover:bg-wait-tint/60";
  if (phase === "running") return "border-bar-run bg-surface hover:bg-sunken";
  return isFaint ? "border-line bg-canvas hover:bg-sunken" : "border-line-strong bg-surface hover:bg-sunken";
}

/** Of words that do not rest. */
const LINE_COLOURS: Partial<Record<Phase, string>> = {
  running: "text-run",
  waiting: "text-wait",
  failed: "text-fail",
  unknown: "text-ink-2",
};
