/**
 * Tells of the runs somebody asked to be told of, when they end or begin to wait. Nothing is asked for it: it hears what
 * comes to the page that is open anyway. Shows nothing on the page.
 */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent } from "react";
import { getNoticesAccess, showNotice } from "../api/desktop-notices.ts";
import { claim, isLookedAt, noteTold } from "../api/notice-tabs.ts";
import { subscribeReturns } from "../api/page-conditions.ts";
import { changeOf, type RunAnswer, setWanted, wantedRuns } from "../api/wanted-runs.ts";
import { statusLabel } from "../contract/step-words.ts";
import { runPath } from "../paths.ts";
import { announce } from "../ui/announce.tsx";
import { useLocation, useNavigate } from "../ui/router.tsx";
import { noticeBody } from "./notice-words.ts";
import { answersIn } from "./run-answers.ts";
import { INBOX, lookOf, useShown } from "./use-looks.ts";
import { requestKey } from "./waiting-news.ts";
import { setTitleNews } from "./title-before.ts";

/** Words of our own: any other status is the server's, and a notice has no place to mark what it hides. */
const ENDINGS = new Set(["completed", "error", "cancelled"]);

export function RunNotices({ who }: { who: string }) {
  const cache = useQueryClient().getQueryCache();
  const navigate = useNavigate();
  const shown = useShown();
  const { pathname } = useLocation();

  const tell = useEffectEvent(async (answer: RunAnswer, news: "ended" | "waits") => {
    const { agentId, workflowId, ended } = answer;
    const look = lookOf(agentId, workflowId);
    const key = news === "ended" ? endKey(answer) : requestKey({ ...answer, approvalId: answer.waits ?? "" });
    if (await isLookedAt(look, ...(news === "waits" ? [INBOX] : []))) return noteTold(who, [key]);
    const title =
      news === "waits" ? "Awaiting approval" : ENDINGS.has(ended ?? "") ? statusLabel(ended ?? "") : "Ended";
    const body = noticeBody(answer);
    if (getNoticesAccess() !== "allowed") {
      // The run's own page has it in title and icon.
      if (shown === look) return undefined;
      setTitleNews(`${title}: ${body}`);
      announce(`${title}: ${body}`);
    } else if (await claim(who, key)) {
      showNotice({ key, title, body, onOpen: () => navigate(runPath(agentId, workflowId)) });
    }
    return undefined;
  });
  const onAnswer = useEffectEvent((queryKey: readonly unknown[], data: unknown) => {
    const wanted = wantedRuns(who);
    for (const answer of answersIn(queryKey, data)) {
      for (const one of wanted) {
        const change = changeOf(one, answer);
        if (!change) continue;
        // Before anything is awaited: the next answer says the same.
        setWanted(who, one, change.next);
        if (change.news) void tell(answer, change.news);
      }
    }
  });
  useEffect(() => {
    // What came while this code did.
    for (const { queryKey, state } of cache.getAll()) onAnswer(queryKey as readonly unknown[], state.data);
    return cache.subscribe(({ type, query, ...event }) => {
      if (type !== "updated" || !("action" in event) || event.action.type !== "success") return;
      onAnswer(query.queryKey as readonly unknown[], query.state.data);
    });
  }, [cache]);
  useEffect(() => {
    const stop = subscribeReturns(() => setTitleNews(undefined));
    return () => {
      stop();
      setTitleNews(undefined);
    };
  }, [pathname]);
  return null;
}

function endKey({ agentId, workflowId, temporalRunId }: RunAnswer): string {
  return JSON.stringify([agentId, workflowId, temporalRunId, "", "ended"]);
}
