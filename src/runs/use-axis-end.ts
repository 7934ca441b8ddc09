/** Where the axis ends, epoch ms: changes only when a live run outgrows it, so that rows render rarely. */
import { useSyncExternalStore } from "react";
import type { Frame } from "./timeline-frame.ts";
import { horizonMs } from "./timeline-scale.ts";

export function useAxisEnd({ startAt, edge }: Frame, clockOffsetMs: number): number {
  return useSyncExternalStore(everySecond, () => {
    if (edge.kind === "ended") return edge.at;
    if (edge.kind === "seen") return edge.endedAt ?? startAt + horizonMs(edge.at - startAt);
    return startAt + horizonMs(Date.now() + clockOffsetMs - startAt);
  });
}

function everySecond(onChange: () => void): () => void {
  const timer = setInterval(onChange, 1_000);
  return () => clearInterval(timer);
}
