/** The steps as a graph: drawn from the links the steps name, only what is in sight, moved by nobody but the person. */
import { type CSSProperties, type KeyboardEvent, type MouseEvent, useId, useState } from "react";
import { flushSync } from "react-dom";
import { countText } from "../contract/count-text.ts";
import type { Step } from "../contract/step.ts";
import { NARROW, useMedia } from "../ui/use-media.ts";
import { GraphBar } from "./graph-bar.tsx";
import { FoldCard, StepCard } from "./graph-card.tsx";
import { useGraphDrag } from "./graph-drag.ts";
import { GraphIcons, GraphLines, GraphMap } from "./graph-drawing.tsx";
import { useGraphFrame, ZOOM_STEP } from "./graph-frame.ts";
import { nodeForKey } from "./graph-keys.ts";
import { useLaid } from "./graph-laid.ts";
import { EDGE, type GraphLayout } from "./graph-layout.ts";
import { linesOf } from "./graph-lines.ts";
import { coarseSight, detailOf, isSameSight, nodeAt, nodesInSight, type Sight } from "./graph-sight.ts";
import { GraphWords } from "./graph-words.tsx";
import { useRunPlace } from "./run-place.ts";

interface Props {
  /** All steps; `rows` are those the filters leave, the others are drawn faint. */
  readonly steps: readonly Step[];
  readonly rows: readonly Step[];
  /** Keys of steps to mark. */
  readonly critical: ReadonlySet<string>;
  readonly selectedKey: string | undefined;
  readonly onSelect: (key: string, how: { isQuiet: boolean }) => void;
  readonly clockOffsetMs: number;
  /** `at 1:36` when the state is only the last one seen. */
  readonly seenAt: string | undefined;
}

export function Graph({ steps, rows, ...others }: Props) {
  const laid = useLaid(steps, useMedia(NARROW));
  const shown = rows === steps ? undefined : new Set(rows.map(({ key }) => key));
  if (laid) return <Sheet {...others} {...laid} shown={shown} />;
  return (
    <div role="status" className="grid h-[70vh] min-h-80 place-items-center text-12 text-ink-3">
      Laying out {countText(steps.length)} steps…
    </div>
  );
}

type SheetProps = Omit<Props, "rows"> & {
  readonly layout: GraphLayout;
  /** Keys of the steps the filters leave; undefined: all. */
  readonly shown: ReadonlySet<string> | undefined;
};

function Sheet(props: SheetProps) {
  const { steps, layout, shown, critical, selectedKey, onSelect, clockOffsetMs, seenAt } = props;
  const [, change] = useRunPlace();
  const id = useId();
  const selected = selectedKey === undefined ? undefined : layout.nodeOf.get(selectedKey);
  const [activeId, setActiveId] = useState<string | undefined>(undefined);
  const active = activeOf(layout, activeId) ?? selected ?? 0;
  const { frameRef, sheetRef, size, zoom, sight, canScroll, isFit, zoomTo, scrollBy, onFit } = useGraphFrame(
    layout,
    selected,
  );
  const drag = useGraphDrag(scrollBy);

  const detail = detailOf(layout.nodes.length, zoom, size);
  const inSight = nodesInSight(layout, sight);
  // The node with the keyboard stays drawn wherever it is, or scrolling would drop the focus.
  const cards = detail === "map" ? (layout.nodes.length > 0 ? [active] : []) : withNode(inSight, active, layout);
  const lineSight = useSame(coarseSight(sight));
  const { lines, isCut } = linesOf({ layout, steps, critical, selected, sight: lineSight });
  const stepsOf = (node: number) => (layout.nodes[node]?.places ?? []).flatMap((place) => steps[place] ?? []);
  const isDimmed = (node: number) => shown !== undefined && !stepsOf(node).some(({ key }) => shown.has(key));

  const press = (node: number) => {
    const [step, second] = stepsOf(node);
    if (!step) return;
    setActiveId(layout.nodes[node]?.id);
    if (second) change({ view: "table", find: step.title });
    else onSelect(step.key, { isQuiet: false });
  };
  const onClick = (event: MouseEvent<HTMLElement>) => {
    const card = (event.target as HTMLElement).closest<HTMLElement>("[data-node]");
    if (card) return press(Number(card.dataset["node"]));
    if (detail !== "map" || !sheetRef.current) return;
    const { left, top } = sheetRef.current.getBoundingClientRect();
    const node = nodeAt(layout, (event.clientX - left) / zoom, (event.clientY - top) / zoom, 8 / zoom);
    if (node !== undefined) press(node);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const card = (event.target as HTMLElement).closest<HTMLElement>("[data-node]");
    if (event.key === "+" || event.key === "=") zoomTo(zoom * ZOOM_STEP, card ? middleOf(card) : undefined);
    else if (event.key === "-") zoomTo(zoom / ZOOM_STEP, card ? middleOf(card) : undefined);
    else if (event.key === "0") onFit();
    else {
      const next = card && !event.shiftKey ? nodeForKey(layout, Number(card.dataset["node"]), event.key) : undefined;
      if (next === undefined) return;
      const [step, second] = stepsOf(next);
      const group = event.currentTarget;
      flushSync(() => {
        setActiveId(layout.nodes[next]?.id);
        // With the inspector open, it follows the keyboard.
        if (selectedKey !== undefined && step && !second) onSelect(step.key, { isQuiet: true });
      });
      const reached = group.querySelector<HTMLElement>(`[data-node="${next}"]`);
      reached?.focus({ preventScroll: true });
      reached?.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
    event.preventDefault();
  };

  return (
    <div role="group" aria-label="Steps as a graph" aria-describedby={`${id}-keys`} className="h-[70vh] min-h-80">
      <div role="presentation" className="flex h-full flex-col" onKeyDown={onKeyDown}>
        <p id={`${id}-keys`} className="sr-only">
          Arrow keys follow the links and go to neighbours. Plus, minus and 0 zoom.
        </p>
        <GraphBar
          layout={layout}
          stepCount={steps.length}
          isCriticalMarked={critical.size > 0}
          isCut={isCut}
          zoom={zoom}
          isFit={isFit}
          onZoom={zoomTo}
          onFit={onFit}
        />
        <div
          ref={frameRef}
          className={`relative min-h-0 flex-1 touch-pan-x touch-pan-y overflow-auto overscroll-x-contain select-none ${canScroll ? "cursor-grab active:cursor-grabbing" : ""}`}
          {...drag}
          onClick={onClick}
          onFocus={(event) => {
            const card = event.target.closest<HTMLElement>("[data-node]");
            if (card) setActiveId(layout.nodes[Number(card.dataset["node"])]?.id);
          }}
        >
          <div
            ref={sheetRef}
            className="relative mx-auto overflow-hidden"
            style={{ width: layout.width * zoom, height: layout.height * zoom }}
          >
            <div
              className="absolute top-0 left-0 origin-top-left"
              style={{ transform: `scale(${zoom})`, "--px": `${1 / zoom}px` } as CSSProperties}
            >
              <GraphIcons icons={`${id}-`} steps={steps} />
              <GraphLines lines={lines} sight={lineSight} hasHeads={detail !== "map"} />
              {detail === "map" && <GraphMap layout={layout} steps={steps} shown={inSight} isDimmed={isDimmed} />}
              {layout.apart && layout.links.length > 0 && (
                <p
                  className="absolute text-12 whitespace-nowrap text-ink-3"
                  style={{ left: EDGE, top: layout.apart.y - 24 }}
                >
                  {layout.apart.count === 1
                    ? "1 step names no links"
                    : `${layout.apart.count} steps name no links; as sent`}
                </p>
              )}
              {cards.map((number) => {
                const node = layout.nodes[number];
                const own = stepsOf(number);
                const [step, second] = own;
                if (!node || !step) return null;
                const isActive = number === active;
                const card = {
                  node: number,
                  x: node.x,
                  y: node.y,
                  icons: detail === "lean" ? undefined : `${id}-`,
                  isSelected: number === selected,
                  isCritical: critical.size > 0 && own.some(({ key }) => critical.has(key)),
                  isDimmed: isDimmed(number),
                  isActive,
                  describedBy: isActive ? `${id}-links` : undefined,
                  seenAt,
                };
                return second ? (
                  <FoldCard key={node.id} {...card} steps={own} />
                ) : (
                  <StepCard
                    key={node.id}
                    {...card}
                    step={step}
                    branchSide={isLeftOf(layout, number, step.when?.key) ? "left" : "right"}
                    clockOffsetMs={clockOffsetMs}
                  />
                );
              })}
            </div>
          </div>
        </div>
        <GraphWords id={`${id}-links`} layout={layout} steps={steps} node={active} />
      </div>
    </div>
  );
}

/** Px of the window. */
function middleOf(element: HTMLElement): { readonly x: number; readonly y: number } {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 2 };
}

/** The sight kept before, as long as it is the same. */
function useSame(sight: Sight): Sight {
  const [kept, keep] = useState(sight);
  if (isSameSight(kept, sight)) return kept;
  keep(sight);
  return sight;
}

/** The node stands left of the node of a step, so a line between them comes from the right. */
function isLeftOf({ nodes, nodeOf }: GraphLayout, node: number, key: string | undefined): boolean {
  const other = key === undefined ? undefined : nodeOf.get(key);
  return other !== undefined && (nodes[node]?.x ?? 0) < (nodes[other]?.x ?? 0);
}

function activeOf({ nodes }: GraphLayout, id: string | undefined): number | undefined {
  const found = id === undefined ? -1 : nodes.findIndex((node) => node.id === id);
  return found < 0 ? undefined : found;
}

function withNode(shown: readonly number[], node: number, { nodes }: GraphLayout): readonly number[] {
  if (node >= nodes.length || shown.includes(node)) return shown;
  return shown.concat(node);
}
