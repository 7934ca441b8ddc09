/** The digest of the request on screen, made as soon as it is shown. */
import { useEffect, useState } from "react";
import type { Run } from "../contract/run.ts";
import type { Shown } from "./decision-machine.ts";
import { approvalDigest } from "./digest.ts";

/**
 * Undefined while it is made, or when the request lacks what a decision needs; "impossible" where this browser has no
 * SHA-256. The parts come together: a digest never belongs to another text than the one it stands beside.
 */
export function useShown(run: Run | undefined, approvalId: string | undefined): Shown | "impossible" | undefined {
  const [made, setMade] = useState<Shown | "impossible" | undefined>(undefined);
  const { workflowId, temporalRunId } = run ?? {};
  const requestText = run?.pendingApproval?.text;
  useEffect(() => {
    if (
      workflowId === undefined ||
      temporalRunId === undefined ||
      approvalId === undefined ||
      requestText === undefined
    )
      return undefined;
    let isGone = false;
    approvalDigest(workflowId, temporalRunId, approvalId, requestText).then(
      (digest) => {
        if (!isGone) setMade({ workflowId, temporalRunId, approvalId, requestText, digest });
      },
      () => {
        if (!isGone) setMade("impossible");
      },
    );
    return () => {
      isGone = true;
    };
  }, [workflowId, temporalRunId, approvalId, requestText]);
  if (made === undefined || made === "impossible") return made;
  const isCurrent =
    made.workflowId === workflowId &&
    made.temporalRunId === temporalRunId &&
    made.approvalId === approvalId &&
    made.requestText === requestText;
  return isCurrent ? made : undefined;
}
