/** The time left, ticking on the server's clock, and the three moments a screen reader hears. */
import { useEffect, useEffectEvent, useRef } from "react";
import { announce } from "../ui/announce.tsx";
import { formatCountdown, useNow } from "../ui/time.tsx";
import { shareGone, spokenCount, spokenWords, timeLeftMs } from "./countdown.ts";

/** Four looks a second keep the shown second within a quarter of the true one. */
const TICK_MS = 250;

interface Clocked {
  /** Epoch ms, server clock. */
  readonly expiresAt: number;
  readonly clockOffsetMs: number;
}

export function useTimeLeft({ expiresAt, clockOffsetMs }: Clocked): number {
  return timeLeftMs(expiresAt, useNow(TICK_MS), clockOffsetMs);
}

/** Rounded up, so that 0:00 is shown only when nothing is left. */
export function TimeLeft(props: Clocked) {
  const leftMs = useTimeLeft(props);
  return <>{formatCountdown(Math.ceil(leftMs / 1_000) * 1_000)}</>;
}

export function ProgressLine({ requestedAt, ...clocked }: Clocked & { readonly requestedAt: number | undefined }) {
  const share = shareGone(requestedAt, clocked.expiresAt, useTimeLeft(clocked));
  return (
    <div aria-hidden="true" className="h-0.5 overflow-hidden rounded-bar bg-wait-line">
      <div className="h-full bg-wait" style={{ width: `${(1 - share) * 100}%` }} />
    </div>
  );
}

/** Speaks at 5 min, 1 min and 10 s; nothing that ticks is ever read out. */
export function SpokenTime(props: Clocked) {
  const leftMs = useTimeLeft(props);
  const count = spokenCount(leftMs);
  const before = useRef(count);
  const speak = useEffectEvent((was: number) => {
    const words = spokenWords(was, count, leftMs);
    if (words) announce(words);
  });
  useEffect(() => {
    speak(before.current);
    before.current = count;
  }, [count]);
  return null;
}
