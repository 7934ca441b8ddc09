/** True once the first view is painted and somebody looks at it: what it can do without begins only then. */
import { useEffect, useState, useSyncExternalStore } from "react";
import { getPageState, subscribePageState } from "./page-conditions.ts";

/** `isShown`: the view is there; pass it where the component stands before what it waits for. */
export function useAfterFirstView(isShown = true): boolean {
  const isHidden = useSyncExternalStore(subscribePageState, () => getPageState().isHidden);
  const [isPainted, setPainted] = useState(false);
  useEffect(() => {
    if (isHidden || !isShown) return;
    // A frame's callback runs before its paint, a timer begun there after it; the first frame may only measure.
    let timer: ReturnType<typeof setTimeout> | undefined;
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => (timer = setTimeout(() => setPainted(true))));
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, [isHidden, isShown]);
  return isPainted;
}
