/** How long something has been going on, ticking on its own so that nothing around it renders again. */
import { formatDuration, useNow } from "../ui/time.tsx";

/** `fromAt`: epoch ms, server clock. Whole seconds: tenths would only flicker. */
export function RunningTime({ fromAt, clockOffsetMs }: { fromAt: number; clockOffsetMs: number }) {
  const seconds = Math.max(0, Math.floor((useNow(1_000) + clockOffsetMs - fromAt) / 1_000));
  return <span aria-hidden="true">{seconds < 60 ? `${seconds} s` : formatDuration(seconds * 1_000)}</span>;
}
