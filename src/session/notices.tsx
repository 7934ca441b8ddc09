/** Desktop notices of approvals that begin to wait, while somebody wants them. Shows nothing on the page. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useRef, useState, useSyncExternalStore } from "react";
import { showNotice } from "../api/desktop-notices.ts";
import { hiddenEvery, waitingQuery } from "../api/list-queries.ts";
import { claim, isLookedAt, lead, lookAt, noteTold } from "../api/notice-tabs.ts";
import { getPageState, subscribePageState } from "../api/page-conditions.ts";
import { sessionQuery } from "../api/session-query.ts";
import type { WaitingApproval } from "../contract/pages.ts";
import { parseAgentId, parseRunId } from "../contract/run-id.ts";
import { approvalsPath, runPath } from "../paths.ts";
import { useLocation, useNavigate, useParams } from "../ui/router.tsx";
import { APPROVAL_NEEDED, noticeBody } from "./notice-words.ts";
import { type WaitingNews, waitingOf } from "./waiting-news.ts";

const INBOX = "the inbox";

/** `approvals`: what the bar counts, once it is known. */
export function Notices({ approvals }: { approvals: readonly WaitingApproval[] | undefined }) {
  const isKnown = approvals !== undefined;
  const session = useQuery({ ...sessionQuery(), enabled: isKnown }).data;
  useAsksWhileHidden(isKnown);
  useLooks();
  if (!session || !isKnown) return null;
  const who = JSON.stringify([session.source, session.viewer.name]);
  return <Told key={who} who={who} approvals={approvals} />;
}

/** Once a minute, by one tab of all that are hidden. A run's page does not ask what else waits. */
function useAsksWhileHidden(isKnown: boolean): void {
  const { isHidden, isOnline, areNoticesOff } = useSyncExternalStore(subscribePageState, getPageState);
  const isRun = useParams()["runId"] !== undefined;
  const [isLeader, setLeader] = useState(false);
  const canLead = isHidden && isOnline && !areNoticesOff && !isRun;
  useEffect(() => (canLead ? lead(setLeader) : undefined), [canLead]);
  useQuery({
    ...waitingQuery(),
    enabled: isLeader && isKnown,
    // By the clock only: hiding the tab is no reason to ask.
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: hiddenEvery,
    refetchIntervalInBackground: true,
  });
}

/** While this tab has the eyes and the keys of a person, all tabs know what they see. */
function useLooks(): void {
  const { pathname } = useLocation();
  const { agentId, runId } = useParams();
  const shown =
    pathname === approvalsPath() ? INBOX : lookOf(parseAgentId(agentId ?? ""), parseRunId(runId ?? "")?.workflowId);
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

function lookOf(agentId: number | undefined, workflowId: string | undefined): string | undefined {
  return agentId === undefined || workflowId === undefined ? undefined : `run ${agentId} ${workflowId}`;
}

function Told({ who, approvals }: { who: string; approvals: readonly WaitingApproval[] }) {
  const navigate = useNavigate();
  /** What this tab was told of; nothing before the first answer, which is no news. */
  const known = useRef<ReadonlySet<string> | undefined>(undefined);
  /** Takes back the notices of this tab. */
  const shown = useRef(new Map<string, () => void>());
  const tell = useEffectEvent(async (news: WaitingNews) => {
    const { key, agentId, workflowId } = news;
    if (await isLookedAt(INBOX, lookOf(agentId, workflowId) ?? "")) return noteTold(who, [key]);
    if (!(await claim(who, key))) return undefined;
    const onOpen = () => navigate(runPath(agentId, workflowId));
    shown.current.set(key, showNotice({ key, title: APPROVAL_NEEDED, body: noticeBody(news), onOpen }));
    return undefined;
  });
  useEffect(() => {
    const waiting = waitingOf(approvals);
    const keys = waiting.map(({ key }) => key);
    if (!known.current) noteTold(who, keys);
    else for (const news of waiting) if (!known.current.has(news.key)) void tell(news);
    known.current = new Set(keys);
    for (const [key, takeBack] of shown.current) {
      if (keys.includes(key)) continue;
      // Decided, expired or withdrawn: nobody should come for it.
      takeBack();
      shown.current.delete(key);
    }
  }, [approvals, who]);
  useEffect(() => {
    const all = shown.current;
    return () => {
      for (const takeBack of all.values()) takeBack();
    };
  }, []);
  return null;
}
