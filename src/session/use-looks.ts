/** While this tab has the eyes and the keys of a person, all tabs know what they see: nobody is told of that. */
import { useEffect } from "react";
import { lookAt } from "../api/notice-tabs.ts";
import { parseAgentId, parseRunId } from "../contract/run-id.ts";
import { approvalsPath } from "../paths.ts";
import { useLocation, useParams } from "../ui/router.tsx";

export const INBOX = "the inbox";

export const lookOf = (agentId: number, workflowId: string): string => `run ${agentId} ${workflowId}`;

export function useLooks(): void {
  const shown = useShown();
  useEffect(() => {
    if (shown === undefined) return undefined;
    let stop: (() => void) | undefined;
    const look = () => {
      const isSeen = document.visibilityState === "visible" && document.hasFocus();
      if (isSeen) stop ??= lookAt(shown);
      else {
        stop?.();
        stop = undefined;
      }
    };
    look();
    const end = new AbortController();
    const { signal } = end;
    document.addEventListener("visibilitychange", look, { signal });
    for (const name of ["focus", "blur"]) window.addEventListener(name, look, { signal });
    return () => {
      end.abort();
      stop?.();
    };
  }, [shown]);
}

/** What the page in this tab is about, looked at or not. */
export function useShown(): string | undefined {
  const { pathname } = useLocation();
  const { agentId: agentText = "", runId } = useParams();
  if (pathname === approvalsPath()) return INBOX;
  const agentId = parseAgentId(agentText);
  const workflowId = parseRunId(runId ?? "")?.workflowId;
  return agentId === undefined || workflowId === undefined ? undefined : lookOf(agentId, workflowId);
}
