/** Above the graph: what its lines mean, and how large it is shown. */
import type { ReactNode } from "react";
import { Button } from "../ui/button.tsx";
import { plural } from "../ui/bytes.ts";
import type { GraphLayout } from "./graph-layout.ts";
import { ZOOM_STEP } from "./graph-frame.ts";
import { ZOOM } from "./graph-sight.ts";

interface Props {
  readonly layout: GraphLayout;
  readonly stepCount: number;
  readonly isCriticalMarked: boolean;
  readonly isCut: boolean;
  readonly zoom: number;
  readonly isFit: boolean;
  readonly onZoom: (zoom: number) => void;
  readonly onFit: () => void;
}

export function GraphBar({ layout, stepCount, isCriticalMarked, isCut, zoom, isFit, onZoom, onFit }: Props) {
  return (
    <div className="flex min-h-7 shrink-0 items-center gap-x-4 border-b border-line px-4 text-12 text-ink-3 min-[720px]:px-6">
      <div className="flex min-w-0 flex-1 flex-wrap gap-x-4">
        {layout.links.length === 0 ? (
          stepCount > 0 && <span>The steps name no links; the order is as sent.</span>
        ) : (
          <Legend layout={layout} stepCount={stepCount} isCriticalMarked={isCriticalMarked} />
        )}
        {isCut && <span>More links here than can be drawn; a picked step shows all of its own.</span>}
      </div>
      <div role="group" aria-label="Zoom" className="flex shrink-0 items-center">
        <ZoomButton name="Zoom out" keys="-" isOff={zoom <= ZOOM.least} onPress={() => onZoom(zoom / ZOOM_STEP)}>
          −
        </ZoomButton>
        <span className="w-10 text-center tabular-nums">{Math.max(1, Math.round(zoom * 100))}%</span>
        <ZoomButton name="Zoom in" keys="+" isOff={zoom >= ZOOM.most} onPress={() => onZoom(zoom * ZOOM_STEP)}>
          +
        </ZoomButton>
        <ZoomButton name="Fit the graph into view" keys="0" isOff={isFit} onPress={onFit}>
          Fit
        </ZoomButton>
      </div>
    </div>
  );
}

/** Lines need an explanation where there are several kinds of them. */
function Legend(props: { layout: GraphLayout; stepCount: number; isCriticalMarked: boolean }) {
  const { layout, stepCount, isCriticalMarked } = props;
  const hasParts = layout.links.some(({ kind }) => kind === "contains");
  const isAlone = !hasParts && !isCriticalMarked;
  return (
    <>
      <span className="max-[719px]:hidden">
        {plural(stepCount, "step")}
        {layout.nodes.length === stepCount
          ? `, ${plural(layout.links.length, "link")}`
          : ` in ${plural(layout.nodes.length, "card")}`}
      </span>
      {!isAlone && <Meaning path="M0 1.5h20" look="stroke-bar-ok" words="runs after" />}
      {hasParts && <Meaning path="M0 1.5h20" look="stroke-bar-ok [stroke-dasharray:3_3]" words="is part of" />}
      {isCriticalMarked && <Meaning path="M0 1h20" look="stroke-ink-2 stroke-2" words="critical path" />}
    </>
  );
}

function Meaning({ path, look, words }: { path: string; look: string; words: string }) {
  return (
    <span className="flex items-center gap-2">
      <svg aria-hidden="true" width="20" height="2" className={`shrink-0 ${look}`}>
        <path d={path} />
      </svg>
      {words}
    </span>
  );
}

function ZoomButton(props: { name: string; keys: string; isOff: boolean; onPress: () => void; children: ReactNode }) {
  const { name, keys, isOff, onPress, children } = props;
  return (
    <Button
      kind="quiet"
      className="min-w-7 max-md:min-w-11"
      aria-label={name}
      aria-keyshortcuts={keys}
      aria-disabled={isOff}
      onClick={() => {
        if (!isOff) onPress();
      }}
    >
      {children}
    </Button>
  );
}
