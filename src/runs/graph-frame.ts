/** The frame a graph is seen through: it scrolls like any page, zooms about a point, and keeps its place. */
import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { CARD, type GraphLayout } from "./graph-layout.ts";
import { clampZoom, firstZoom, fitZoom, isSameSight, type Sight, sightAt, type Size } from "./graph-sight.ts";

/** Before the first measure. */
const USUAL: Size = { width: 880, height: 560 };
/** One press of a button or key. */
export const ZOOM_STEP = 1.25;

/** `home`: the node in sight at first. */
export function useGraphFrame(layout: GraphLayout, home: number | undefined) {
  const frame = useRef<HTMLDivElement>(null);
  const sheet = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState(USUAL);
  const [picked, setPicked] = useState<number | "fit" | "first">("first");
  const [sight, setSight] = useState<Sight>(() => sightAt(0, 0, USUAL, 1));
  const fit = fitZoom(layout, size);
  const zoom = picked === "fit" ? fit : picked === "first" ? firstZoom(layout, size) : picked;

  /** Px of the graph at the frame's upper left corner; negative where the graph is smaller than the frame. */
  const corner = () => {
    // A graph smaller than the frame stands in its middle.
    const left = Math.max(0, (size.width - layout.width * zoom) / 2);
    return { x: ((frame.current?.scrollLeft ?? 0) - left) / zoom, y: (frame.current?.scrollTop ?? 0) / zoom };
  };
  const look = () => {
    const { x, y } = corner();
    const next = sightAt(x, y, size, zoom);
    setSight((before) => (isSameSight(before, next) ? before : next));
  };
  const scrollBy = (x: number, y: number) => {
    if (!frame.current) return;
    frame.current.scrollLeft += x;
    frame.current.scrollTop += y;
  };
  /** Puts a node into the middle unless all of it is in the frame. */
  const showNode = (node: number | undefined) => {
    const placed = node === undefined ? undefined : layout.nodes[node];
    if (!placed) return;
    const { x, y } = corner();
    const [left, top] = [(placed.x - x) * zoom, (placed.y - y) * zoom];
    const [width, height] = [CARD.width * zoom, CARD.height * zoom];
    if (left >= 0 && top >= 0 && left + width <= size.width && top + height <= size.height) return;
    scrollBy(left + width / 2 - size.width / 2, top + height / 2 - size.height / 2);
  };
  /** What is under `at` (px of the window; the middle by default) stays there. */
  const zoomTo = (next: number, at?: { readonly x: number; readonly y: number }) => {
    const box = frame.current?.getBoundingClientRect();
    const before = sheet.current?.getBoundingClientRect();
    if (!box || !before) return;
    const { x, y } = at ?? { x: box.left + size.width / 2, y: box.top + size.height / 2 };
    const [left, top] = [(x - before.left) / zoom, (y - before.top) / zoom];
    const after = clampZoom(next);
    flushSync(() => setPicked(after));
    const now = sheet.current?.getBoundingClientRect();
    if (now) scrollBy(now.left + left * after - x, now.top + top * after - y);
  };

  // Once the frame's size is known, and again when the inspector opens or closes beside it.
  const onSize = useEffectEvent((width: number, height: number) => {
    if (width > 0 && height > 0 && (width !== size.width || height !== size.height)) setSize({ width, height });
  });
  const onScroll = useEffectEvent(() => flushSync(look));
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return undefined;
    onSize(element.clientWidth, element.clientHeight);
    const observer = new ResizeObserver(() => onSize(element.clientWidth, element.clientHeight));
    observer.observe(element);
    const listen = () => onScroll();
    element.addEventListener("scroll", listen, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", listen);
    };
  }, []);

  const isPlaced = useRef(false);
  const before = useRef(layout);
  const settle = useEffectEvent(() => {
    const last = before.current;
    before.current = layout;
    if (!isPlaced.current && size !== USUAL) {
      isPlaced.current = true;
      const first = layout.nodes[home ?? 0];
      if (first && layout.width * zoom > size.width) scrollBy((first.x + CARD.width / 2) * zoom - size.width / 2, 0);
      showNode(home);
    } else if (last !== layout) {
      // New steps may move all others; what is in the middle stays there.
      const { x, y } = corner();
      const moved = moveOf(last, layout, x + size.width / zoom / 2, y + size.height / zoom / 2);
      scrollBy(moved.x * zoom, moved.y * zoom);
    }
    look();
  });
  useLayoutEffect(() => settle(), [layout, zoom, size]);
  // A step picked elsewhere, in a list or by a link, comes into the frame.
  const follow = useEffectEvent(() => {
    if (isPlaced.current) showNode(home);
  });
  useLayoutEffect(() => follow(), [home]);

  const pinch = useRef<{ readonly distance: number; readonly zoom: number } | undefined>(undefined);
  const onWheel = useEffectEvent((event: WheelEvent) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoomTo(zoom * 2 ** (-event.deltaY / 200), { x: event.clientX, y: event.clientY });
  });
  const onTouch = useEffectEvent((event: TouchEvent) => {
    const [a, b] = event.touches;
    if (!a || !b || event.touches.length !== 2) {
      pinch.current = undefined;
      return;
    }
    const distance = Math.max(1, Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY));
    if (event.cancelable) event.preventDefault();
    const start = pinch.current ?? { distance, zoom };
    pinch.current = start;
    const middle = { x: (a.clientX + b.clientX) / 2, y: (a.clientY + b.clientY) / 2 };
    zoomTo((start.zoom * distance) / start.distance, middle);
  });
  useEffect(() => {
    const element = frame.current;
    if (!element) return undefined;
    // React listens passively, and a passive listener cannot keep the browser from zooming the page.
    const wheel = (event: WheelEvent) => onWheel(event);
    const touch = (event: TouchEvent) => onTouch(event);
    const touches = ["touchstart", "touchmove", "touchend", "touchcancel"] as const;
    element.addEventListener("wheel", wheel, { passive: false });
    for (const name of touches) element.addEventListener(name, touch, { passive: false });
    return () => {
      element.removeEventListener("wheel", wheel);
      for (const name of touches) element.removeEventListener(name, touch);
    };
  }, []);

  return {
    frameRef: frame,
    sheetRef: sheet,
    size,
    zoom,
    sight,
    canScroll: layout.width * zoom > size.width || layout.height * zoom > size.height,
    isFit: Math.abs(zoom - fit) < 0.001,
    zoomTo,
    scrollBy,
    showNode,
    onFit: () => setPicked("fit"),
  };
}

/** How far the node nearest to a point has moved from one layout to the next, px. */
function moveOf(
  last: GraphLayout,
  next: GraphLayout,
  x: number,
  y: number,
): { readonly x: number; readonly y: number } {
  const now = new Map(next.nodes.map((node) => [node.id, node]));
  let least = Number.POSITIVE_INFINITY;
  let move = { x: 0, y: 0 };
  for (const node of last.nodes) {
    const distance = Math.hypot(node.x + CARD.width / 2 - x, node.y + CARD.height / 2 - y);
    const after = distance < least ? now.get(node.id) : undefined;
    if (!after) continue;
    least = distance;
    move = { x: after.x - node.x, y: after.y - node.y };
  }
  return move;
}
