/** A moment near another one that already says the day: the clock alone where both fall on the same day. */
import { useTimeMode } from "../ui/time-mode.ts";
import { Clock, formatBoth, formatClock, formatDate } from "../ui/time.tsx";

/** Both epoch ms. */
export function NearClock({ at, near }: { at: number; near: number | undefined }) {
  const mode = useTimeMode();
  const isSameDay = near !== undefined && formatDate(at, mode) === formatDate(near, mode);
  if (mode === "relative" || !isSameDay) return <Clock at={at} />;
  return (
    <time dateTime={new Date(at).toISOString()} title={formatBoth(at)} className="whitespace-nowrap">
      {formatClock(at, mode)}
    </time>
  );
}
