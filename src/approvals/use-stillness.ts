/** Watches where the decision buttons stand and whether this device's clock jumps, ten times a second. */
import { type RefObject, useEffect, useEffectEvent, useState } from "react";
import { createStillness } from "./stillness.ts";

const LOOK_EVERY_MS = 100;
/** Drift and rounding stay far below; a clock set by hand or a sleep do not. */
const JUMP_MS = 1_000;

export interface ButtonsStand {
  readonly isStill: boolean;
  readonly hasClockJumped: boolean;
  /** Looks once more, now: the guard at the moment of the press. */
  readonly isStillNow: () => boolean;
  /** Inert for so long from now. */
  readonly hold: (holdMs: number) => void;
}

/** `heardAt` changes with every answer that came, not with a failure: from then on the server's clock is known again. */
export function useStillness(target: RefObject<HTMLElement | null>, heardAt: number | undefined): ButtonsStand {
  const [stillness] = useState(createStillness);
  const [isStill, setIsStill] = useState(false);
  const [hasClockJumped, setHasClockJumped] = useState(false);

  const isStillNow = (): boolean => {
    const isVisible = document.visibilityState === "visible";
    return stillness.look(isVisible ? target.current?.getBoundingClientRect() : undefined, performance.now());
  };
  const look = useEffectEvent(() => setIsStill(isStillNow()));
  useEffect(() => {
    const onLook = (): void => look();
    look();
    const timer = setInterval(onLook, LOOK_EVERY_MS);
    // Coming back to a tab, a person meets the buttons anew; its timers may have slept while it was hidden.
    document.addEventListener("visibilitychange", onLook);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", onLook);
    };
  }, []);

  useEffect(() => {
    const origin = Date.now() - performance.now();
    const check = (): void => setHasClockJumped(Math.abs(Date.now() - performance.now() - origin) > JUMP_MS);
    check();
    const timer = setInterval(check, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [heardAt]);

  const hold = (holdMs: number): void => {
    stillness.hold(performance.now() + holdMs);
    setIsStill(false);
  };
  return { isStill, hasClockJumped, isStillNow, hold };
}
