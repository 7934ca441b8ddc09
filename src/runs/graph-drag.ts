/** Moving the graph by dragging it with the mouse; fingers scroll it as they scroll the page. */
import { type MouseEvent, type PointerEvent, useRef } from "react";

/** Px a pressed mouse may move and still mean a click. */
const STILL = 4;

export function useGraphDrag(scrollBy: (x: number, y: number) => void) {
  const drag = useRef<{ x: number; y: number; hasMoved: boolean } | undefined>(undefined);
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      const isDrag = event.pointerType === "mouse" && event.button === 0;
      drag.current = isDrag ? { x: event.clientX, y: event.clientY, hasMoved: false } : undefined;
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const last = drag.current;
      if (!last || (event.buttons & 1) === 0) return;
      const [x, y] = [event.clientX - last.x, event.clientY - last.y];
      if (!last.hasMoved && Math.hypot(x, y) < STILL) return;
      // From here on the mouse may leave the frame.
      if (!last.hasMoved) event.currentTarget.setPointerCapture(event.pointerId);
      drag.current = { x: event.clientX, y: event.clientY, hasMoved: true };
      scrollBy(-x, -y);
    },
    /** A drag that ends on a card does not press it. */
    onClickCapture: (event: MouseEvent<HTMLElement>) => {
      if (drag.current?.hasMoved) event.stopPropagation();
      drag.current = undefined;
    },
  };
}
