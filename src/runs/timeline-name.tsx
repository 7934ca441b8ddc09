/** The name of a row of the steps, in every view: how deep it stands, what folds it, how often it ran. */
import type { ReactNode } from "react";
import { countText } from "../contract/count-text.ts";
import type { Step } from "../contract/step.ts";
import { AgentText } from "../ui/agent-text.tsx";
import { ChevronDown, ChevronRight } from "../ui/icons.tsx";
import type { FoldRow, StepRow, StepsRow } from "./steps-rows.ts";
import type { Bracket } from "./timeline-rows.ts";
import { ROW_ACTIONS } from "./use-steps-grid.ts";

/** Px a level moves a name to the right, and the level from where on it does not: names must stay readable. */
const INDENT = 16;
const INDENT_MOST = 6;

export const indentOf = (level: number): number => Math.min(level - 1, INDENT_MOST) * INDENT;

/** `edge`: px from the left edge of the row to names of level 1. */
export function nameCell(props: {
  row: StepsRow;
  edge: number;
  bracket: Bracket | undefined;
  isCritical: boolean;
  className: string;
}) {
  const { row, edge, bracket, isCritical, className } = props;
  const indent = indentOf(row.level);
  const isShort = isPlain(row) && !isCritical;
  const left = indent + (bracket ? 20 : 0);
  return (
    <div
      role="gridcell"
      className={`${isShort ? "truncate data-aside:after:ml-2" : "flex items-center gap-2"} data-aside:after:shrink-0 data-aside:after:text-11 data-aside:after:text-ink-3 data-aside:after:content-[attr(data-aside)] ${className}`}
      style={left > 0 ? { paddingLeft: left } : undefined}
      data-aside={row.kind === "step" ? iterationOf(row.step) : undefined}
    >
      {bracket && <BracketLine bracket={bracket} left={edge + indent + 2} hasTick={row.isOpen === undefined} />}
      {row.isOpen !== undefined && <Chevron row={row} left={edge + left} />}
      {row.kind === "fold" ? <FoldName row={row} /> : stepName(row, isShort)}
      {isCritical && <Aside>critical</Aside>}
    </div>
  );
}

/** `18/997`; drawn by style from an attribute, for a thousand rows of a fan-out hold it. The row's name says it too. */
function iterationOf({ iteration }: Step): string | undefined {
  if (!iteration) return undefined;
  return iteration.total === undefined ? `${iteration.index + 1}` : `${iteration.index + 1}/${iteration.total}`;
}

/** Nothing beside the title: the cell itself can cut it. */
function isPlain(row: StepsRow): boolean {
  if (row.kind === "fold" || row.isOpen !== undefined || row.step.attempts.length > 1) return false;
  return row.within === undefined || row.isIteration;
}

/** Text with nothing to mark or to keep apart needs no element of its own; thousands of rows are drawn while scrolling. */
export function rowText(text: string) {
  return PLAIN.test(text) ? text : <AgentText text={text} />;
}
const PLAIN = /^[ -~]*$/;

function stepName({ step, isIteration, hidden, within }: StepRow, isShort: boolean) {
  if (isShort) return rowText(step.title);
  return (
    <>
      <span className="truncate">{rowText(step.title)}</span>
      {!isIteration && within !== undefined && (
        <span className="truncate text-11 text-ink-3">
          in <AgentText text={within} />
        </span>
      )}
      {step.attempts.length > 1 && <Aside>{step.attempts.length} attempts</Aside>}
      {hidden && <Aside>{hidden.count === 1 ? "1 step" : `${hidden.count} steps`}</Aside>}
      {hidden && hidden.failed > 0 && <FailedButton count={hidden.failed} title={step.title} />}
    </>
  );
}

function FoldName({ row }: { row: FoldRow }) {
  return (
    <>
      <span className="truncate">
        <AgentText text={row.fold.title} />
      </span>
      <span className="-ml-1 shrink-0 text-ink-2">× {countText(row.fold.steps.length)}</span>
    </>
  );
}

/** Leads to the failed steps a row keeps out of sight. */
export function FailedButton({ count, title }: { count: number; title: string }) {
  return (
    <button
      type="button"
      data-action={ROW_ACTIONS.failed}
      aria-label={`${count} failed: show only failed steps of ${title}`}
      className="relative touch-target shrink-0 cursor-pointer rounded-bar text-11 text-fail underline-offset-2 hover:underline"
    >
      {countText(count)} failed
    </button>
  );
}

/** Hangs in the margin left of the name. A fold is pressed anywhere on its row; a step's row selects the step. */
function Chevron({ row, left }: { row: StepsRow; left: number }) {
  const Icon = row.isOpen ? ChevronDown : ChevronRight;
  if (row.kind === "fold") {
    return (
      <span
        aria-hidden="true"
        className="absolute grid size-6 -translate-x-full place-items-center text-ink-3 max-[719px]:size-4"
        style={{ left }}
      >
        <Icon />
      </span>
    );
  }
  return (
    <button
      type="button"
      tabIndex={-1}
      data-action={ROW_ACTIONS.fold}
      aria-label={`${row.isOpen ? "Close" : "Open"} ${row.step.title}`}
      className="absolute flex h-6 w-6 -translate-x-full cursor-pointer items-center justify-center rounded-bar text-ink-3 hover:text-ink max-[719px]:top-0.5 max-[719px]:h-11 max-[719px]:w-11 max-[719px]:-translate-x-4 max-[719px]:justify-start"
      style={{ left }}
    >
      <Icon />
    </button>
  );
}

function Aside({ children }: { children: ReactNode }) {
  return <span className="shrink-0 text-11 text-ink-3">{children}</span>;
}

function BracketLine({ bracket, left, hasTick }: { bracket: Bracket; left: number; hasTick: boolean }) {
  const top = bracket === "first" ? "-top-1.5" : "top-0";
  const bottom = bracket === "last" ? "bottom-1/2" : "bottom-0";
  return (
    <span aria-hidden="true" className="contents">
      <span className={`absolute w-px bg-line-strong ${top} ${bottom}`} style={{ left }} />
      {hasTick && <span className="absolute top-1/2 h-px w-2 bg-line-strong" style={{ left }} />}
    </span>
  );
}
