/** Zooming and panning the time axis by wheel and keys: draws nothing, and comes after the first view. */
import { type KeyboardEvent, type RefObject, useEffect, useEffectEvent, useLayoutEffect, useRef } from "react";
import { type Scale, xOf } from "./timeline-scale.ts";
import { ZOOM_STEP, zoomed } from "./timeline-zoom.ts";
import { type Anchor, anchorAt, panTo } from "./zoom-anchor.ts";

/** Px of a bar that should be in sight. */
const MARGIN = 40;

/** What the timeline hands its events to, once it is there. */
export interface ZoomListener {
  /** True when the key was one of ours. */
  readonly onKey: (event: KeyboardEvent) => boolean;
  readonly onScroll: () => void;
}

interface Props {
  readonly gridRef: RefObject<HTMLElement | null>;
  /** What scrolls sideways. */
  readonly axisRef: RefObject<HTMLElement | null>;
  readonly listenerRef: RefObject<ZoomListener | undefined>;
  /** 1: all in sight. */
  readonly zoom: number;
  readonly onZoom: (zoom: number) => void;
  /** How many widths of the plot stand to the left of what is in sight. */
  readonly onPage: (page: number) => void;
  /** Of the whole axis. */
  readonly scale: Scale;
  /** Px of the plot in sight, and from the left edge to it. */
  readonly plotWidth: number;
  readonly plotLeft: number;
  /** A moment to bring into sight, epoch ms; a new object asks again. */
  readonly wanted: { readonly at: number | undefined } | undefined;
}

export function StepsZoom(props: Props) {
  const { gridRef, axisRef, listenerRef, zoom, onZoom, onPage, scale, plotWidth, plotLeft, wanted } = props;
  /** What stays in place when the scale changes: under the pointer, or the middle. */
  const anchor = useRef<Anchor | undefined>(undefined);
  const before = useRef({ scale, zoom });
  const isZoomed = zoom > 1;

  const pan = () => (isZoomed ? (axisRef.current?.scrollLeft ?? 0) : 0);
  const show = (px: number) => {
    gridRef.current?.style.setProperty("--pan", `${px}px`);
    onPage(plotWidth > 0 ? Math.floor(px / plotWidth) : 0);
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
    const lastPan = lastZoom > 1 ? (axisRef.current?.scrollLeft ?? 0) : 0;
    // Buttons zoom about the middle; a live axis that grows keeps its left end.
    const kept = anchor.current ?? anchorAt(last, lastPan, lastZoom === zoom ? 0 : plotWidth / 2);
    anchor.current = undefined;
    const px = isZoomed ? panTo(scale, kept, plotWidth) : 0;
    if (axisRef.current) axisRef.current.scrollLeft = px;
    show(px);
  });

  const showMoment = useEffectEvent((at: number) => {
    const x = xOf(scale, at) - pan();
    if (axisRef.current && (x < 0 || x > plotWidth - MARGIN)) axisRef.current.scrollLeft += x - plotWidth / 3;
  });
  useLayoutEffect(() => {
    if (wanted?.at !== undefined && isZoomed) showMoment(wanted.at);
  }, [wanted, isZoomed]);

  const onWheel = useEffectEvent((event: WheelEvent) => {
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      const left = gridRef.current?.getBoundingClientRect().left ?? 0;
      zoomBy(2 ** (-event.deltaY / 200), event.clientX - left - plotLeft);
      return;
    }
    const by = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
    if (!isZoomed || !axisRef.current || Math.abs(by) <= (event.shiftKey ? 0 : Math.abs(event.deltaY))) return;
    event.preventDefault();
    axisRef.current.scrollLeft += by;
  });
  // React listens to wheels passively, and a passive listener cannot keep the browser from zooming the page.
  useEffect(() => {
    const element = gridRef.current;
    if (!element || plotLeft === 0) return undefined;
    const listen = (event: WheelEvent) => onWheel(event);
    element.addEventListener("wheel", listen, { passive: false });
    return () => element.removeEventListener("wheel", listen);
  }, [gridRef, plotLeft]);

  const onKey = (event: KeyboardEvent): boolean => {
    if (event.altKey || event.ctrlKey || event.metaKey || plotLeft === 0) return false;
    if (event.key === "+" || event.key === "=") zoomBy(ZOOM_STEP, plotWidth / 2);
    else if (event.key === "-") zoomBy(1 / ZOOM_STEP, plotWidth / 2);
    else if (event.key === "0") onZoom(1);
    else if (event.shiftKey && isZoomed && axisRef.current && event.key === "ArrowRight")
      axisRef.current.scrollLeft += 80;
    else if (event.shiftKey && isZoomed && axisRef.current && event.key === "ArrowLeft")
      axisRef.current.scrollLeft -= 80;
    else return false;
    event.preventDefault();
    return true;
  };

  useLayoutEffect(() => {
    listenerRef.current = { onKey, onScroll: () => show(pan()) };
  });
  return null;
}
