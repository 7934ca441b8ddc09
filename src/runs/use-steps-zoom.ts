/** The zoomed time axis: wheel and keys, and a plot that scrolls under the axis while the names stay. */
import { type KeyboardEvent, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from "react";
import { type Scale, xOf } from "./timeline-scale.ts";
import { type Anchor, anchorAt, panTo, zoomed } from "./timeline-zoom.ts";
import type { Sight } from "./timeline-ticks.ts";

/** One press of a button or key. */
export const ZOOM_STEP = 2;

/** Px of a bar that should be in sight. */
const MARGIN = 40;

interface Props {
  /** 1: all in sight. */
  readonly zoom: number;
  readonly onZoom: (zoom: number) => void;
  /** Of the whole axis. */
  readonly scale: Scale;
  /** Px of the plot in sight, and from the left edge to it. */
  readonly plotWidth: number;
  readonly plotLeft: number;
  /** A moment to bring into sight, epoch ms; a new object asks again. */
  readonly wanted: { readonly at: number | undefined } | undefined;
}

export function useStepsZoom({ zoom, onZoom, scale, plotWidth, plotLeft, wanted }: Props) {
  const grid = useRef<HTMLDivElement | null>(null);
  const axis = useRef<HTMLDivElement | null>(null);
  /** What stays in place when the scale changes: under the pointer, or the middle. */
  const anchor = useRef<Anchor | undefined>(undefined);
  const before = useRef({ scale, zoom });
  const [page, setPage] = useState(0);
  const isZoomed = zoom > 1;

  const pan = () => (isZoomed ? (axis.current?.scrollLeft ?? 0) : 0);
  const show = (px: number) => {
    grid.current?.style.setProperty("--pan", `${px}px`);
    setPage(plotWidth > 0 ? Math.floor(px / plotWidth) : 0);
  };
  /** `x`: px from the left end of the plot, what stays in place. */
  const zoomBy = (factor: number, x: number) => {
    anchor.current = anchorAt(scale, pan(), Math.min(plotWidth, Math.max(0, x)));
    onZoom(zoomed(zoom, factor));
  };

  useLayoutEffect(() => {
    const { scale: last, zoom: lastZoom } = before.current;
    if (last === scale && lastZoom === zoom) return;
    before.current = { scale, zoom };
    const lastPan = lastZoom > 1 ? (axis.current?.scrollLeft ?? 0) : 0;
    // Buttons zoom about the middle; a live axis that grows keeps its left end.
    const kept = anchor.current ?? anchorAt(last, lastPan, lastZoom === zoom ? 0 : plotWidth / 2);
    anchor.current = undefined;
    const px = isZoomed ? panTo(scale, kept, plotWidth) : 0;
    if (axis.current) axis.current.scrollLeft = px;
    show(px);
  });

  const showMoment = useEffectEvent((at: number) => {
    const x = xOf(scale, at) - pan();
    if (axis.current && (x < 0 || x > plotWidth - MARGIN)) axis.current.scrollLeft += x - plotWidth / 3;
  });
  useLayoutEffect(() => {
    if (wanted?.at !== undefined && isZoomed) showMoment(wanted.at);
  }, [wanted, isZoomed]);

  const onWheel = useEffectEvent((event: WheelEvent) => {
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      const left = grid.current?.getBoundingClientRect().left ?? 0;
      zoomBy(2 ** (-event.deltaY / 200), event.clientX - left - plotLeft);
      return;
    }
    const by = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
    if (!isZoomed || !axis.current || Math.abs(by) <= (event.shiftKey ? 0 : Math.abs(event.deltaY))) return;
    event.preventDefault();
    axis.current.scrollLeft += by;
  });
  // React listens to wheels passively, and a passive listener cannot keep the browser from zooming the page.
  useEffect(() => {
    const element = grid.current;
    if (!element || plotLeft === 0) return undefined;
    const listen = (event: WheelEvent) => onWheel(event);
    element.addEventListener("wheel", listen, { passive: false });
    return () => element.removeEventListener("wheel", listen);
  }, [plotLeft]);

  /** True when the key was one of ours. */
  const onKey = (event: KeyboardEvent): boolean => {
    if (event.altKey || event.ctrlKey || event.metaKey || plotLeft === 0) return false;
    if (event.key === "+" || event.key === "=") zoomBy(ZOOM_STEP, plotWidth / 2);
    else if (event.key === "-") zoomBy(1 / ZOOM_STEP, plotWidth / 2);
    else if (event.key === "0") onZoom(1);
    else if (event.shiftKey && isZoomed && axis.current && event.key === "ArrowRight") axis.current.scrollLeft += 80;
    else if (event.shiftKey && isZoomed && axis.current && event.key === "ArrowLeft") axis.current.scrollLeft -= 80;
    else return false;
    event.preventDefault();
    return true;
  };

  const sight: Sight | undefined = isZoomed
    ? { fromX: (page - 1) * plotWidth, toX: (page + 2) * plotWidth }
    : undefined;
  return {
    gridRef: grid,
    axisRef: axis,
    isZoomed,
    sight,
    plotClass: isZoomed ? PANNED : "relative",
    onScroll: () => show(pan()),
    onKey,
  };
}

/** Moved by the pan and clipped to where the plot stands: bars never run over the names. */
const PANNED = "relative left-[calc(-1*var(--pan,0px))] [clip-path:inset(0_calc(-1*var(--pan,0px))_0_var(--pan,0px))]";
