/** Coming back to the tab: what happened meanwhile. */
import { useEffect, useEffectEvent, useState } from "react";
import type { Run } from "../contract/run.ts";
import { Button } from "../ui/button.tsx";
import { formatClock } from "../ui/time.tsx";
import { ChangeList } from "./handover-notice.tsx";
import { Notice } from "./notice.tsx";
import { changesBetween } from "./run-changes.ts";

/** `now` in epoch ms, server clock. */
export function AwayNotice({ run, clockOffsetMs }: { run: Run; clockOffsetMs: number }) {
  const [left, setLeft] = useState<{ run: Run; at: number } | undefined>(undefined);
  const [isBack, setBack] = useState(false);
  const onVisibility = useEffectEvent(() => {
    if (document.visibilityState === "hidden") setLeft({ run, at: Date.now() + clockOffsetMs });
    setBack(document.visibilityState === "visible");
  });
  useEffect(() => {
    const listener = () => onVisibility();
    document.addEventListener("visibilitychange", listener);
    return () => document.removeEventListener("visibilitychange", listener);
  }, []);
  if (!left || !isBack || left.run === run || left.run.temporalRunId !== run.temporalRunId) return null;
  const changes = changesBetween(left.run, run);
  if (changes.length === 0) return null;
  return (
    <Notice
      label="While you were away"
      action={
        <Button kind="quiet" size={28} onClick={() => setLeft(undefined)}>
          Dismiss
        </Button>
      }
    >
      <strong className="font-semibold">Since you left at {formatClock(left.at)}:</strong>{" "}
      <ChangeList changes={changes} />
    </Notice>
  );
}
