/** Desktop notices of approvals that begin to wait, while somebody wants them. Shows nothing on the page. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useRef, useState, useSyncExternalStore } from "react";
import { showNotice } from "../api/desktop-notices.ts";
import { hiddenEvery, waitingQuery } from "../api/list-queries.ts";
import { claim, isLookedAt, lead, noteTold } from "../api/notice-tabs.ts";
import { getPageState, subscribePageState } from "../api/page-conditions.ts";
import type { WaitingApproval } from "../contract/pages.ts";
import { runPath } from "../paths.ts";
import { useNavigate, useParams } from "../ui/router.tsx";
import { APPROVAL_NEEDED, noticeBody } from "./notice-words.ts";
import { INBOX, lookOf } from "./use-looks.ts";
import { type WaitingNews, waitingOf } from "./waiting-news.ts";

export function WaitingNotices({ who, approvals }: { who: string; approvals: readonly WaitingApproval[] }) {
  useAsksWhileHidden();
  const navigate = useNavigate();
  /** What this tab was told of; nothing before the first answer, which is no news. */
  const known = useRef<ReadonlySet<string> | undefined>(undefined);
  /** Takes back the notices of this tab. */
  const shown = useRef(new Map<string, () => void>());
  const tell = useEffectEvent(async (news: WaitingNews) => {
    const { key, agentId, workflowId } = news;
    if (await isLookedAt(INBOX, lookOf(agentId, workflowId))) return noteTold(who, [key]);
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

/** Once a minute, by one tab of all that are hidden. A run's page does not ask what else waits. */
function useAsksWhileHidden(): void {
  const { isHidden, isOnline, areNoticesOff } = useSyncExternalStore(subscribePageState, getPageState);
  const isRun = useParams()["runId"] !== undefined;
  const [isLeader, setLeader] = useState(false);
  const canLead = isHidden && isOnline && !areNoticesOff && !isRun;
  useEffect(() => (canLead ? lead(setLeader) : undefined), [canLead]);
  useQuery({
    ...waitingQuery(),
    enabled: isLeader,
    // By the clock only: hiding the tab is no reason to ask.
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: hiddenEvery,
    refetchIntervalInBackground: true,
  });
}
