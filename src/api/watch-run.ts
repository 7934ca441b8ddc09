/** Watches one run for the page that owns it: asks when the poll rule says so, when a person asks, and on return. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useSyncExternalStore } from "react";
import { isStoppedForGood, nextPoll } from "../contract/poll-rule.ts";
import type { PageConditions, PollDecision, Watched } from "../contract/watching.ts";
import { getPageState, type Return, setPausedKey, subscribePageState, subscribeReturns } from "./page-conditions.ts";
import { askAtOnce, askedOf, pathOf, runKey, runQuery, sentAtOf } from "./run-queries.ts";
import { joinTabsLater } from "./tabs-later.ts";
import { useAfterFirstView } from "./use-after-first-view.ts";

/** Between two requests caused by flipping tabs or networks, in ms; fresh data is promised within a second of a return. */
const RETURN_GAP_MS = 700;

/** Flipping through tabs gives up no request. */
const HIDDEN_HOLD_MS = 2_000;

export interface WatchedRun {
  /** Undefined until the first request has settled. */
  readonly watched: Watched | undefined;
  readonly decision: PollDecision;
  readonly isPaused: boolean;
  /** A request is under way. */
  readonly isAsking: boolean;
  /** No request until `resume`; one under way is given up. */
  pause(): void;
  /** Sends one request, unless the run is final. */
  resume(): void;
  /** Sends exactly one request, whatever the rule says. */
  checkAgain(): void;
}

/** `runId` is a workflow id, or a composite id; without `temporalRunId` the latest attempt is watched. To be used once per page. */
export function useWatchRun(agentId: number, runId: string, temporalRunId?: string): WatchedRun {
  const asked = askedOf(agentId, runId, temporalRunId);
  const queryKey = runKey(asked);
  const pauseKey = JSON.stringify(queryKey);
  const client = useQueryClient();
  const { pausedKey, ...page } = useSyncExternalStore(subscribePageState, getPageState);
  const isPaused = pausedKey === pauseKey;
  const conditions: PageConditions = { ...page, isPaused };
  const query = useQuery({
    ...runQuery(asked),
    // While a request is held there is nothing to time: the interval would go off again and again beside it.
    refetchInterval: ({ state }) =>
      state.fetchStatus === "fetching" ? false : (nextPoll(state.data, conditions).delayMs ?? false),
    refetchOnMount: ({ state }) => {
      // On a first load the answer can be there before the page is.
      const isJustAnswered = state.data !== undefined && Date.now() - (sentAtOf(client, asked) ?? 0) < RETURN_GAP_MS;
      return isPaused || isJustAnswered || state.data?.run?.source === "history" ? false : "always";
    },
  });
  const watched = query.data;

  const ask = () => {
    const isJustSent = Date.now() - (sentAtOf(client, asked) ?? 0) < RETURN_GAP_MS;
    askAtOnce(client, asked);
    // A request that hangs is given up for the new one; one just sent to a server that answers serves both.
    void query.refetch({ cancelRefetch: !isJustSent || watched?.problem !== undefined });
  };

  /** Asks when asking is due. Returns after how many ms to come back, when it is too early by less than the gap. */
  const onReturn = useEffectEvent((why: Return): number | undefined => {
    const now = Date.now();
    const known = client.getQueryData<Watched>(queryKey);
    const { pausedKey: nowPaused, ...nowPage } = getPageState();
    if (nowPaused === pauseKey || !nowPage.isOnline || nowPage.isHidden || (known && isStoppedForGood(known)))
      return undefined;
    const decision = nextPoll(known, { ...nowPage, isPaused: false });
    // A server that asked us to stay away is not asked earlier because somebody looks.
    if (decision.strip.kind === "busy" && now < (known?.settledAt ?? 0) + (decision.delayMs ?? 0)) return undefined;
    if (why === "focused" && !known?.problem) return undefined;
    const isAsking = client.getQueryState(queryKey)?.fetchStatus === "fetching";
    // What was under way when the network went, the machine slept or the server failed may never answer.
    if (isAsking && why !== "online" && why !== "awake" && !known?.problem) return undefined;
    const waitMs = (sentAtOf(client, asked) ?? 0) + RETURN_GAP_MS - now;
    if (waitMs > 0) return known?.problem ? waitMs : undefined;
    ask();
    return undefined;
  });
  const onSecondTry = useEffectEvent((why: Return) => {
    if (client.getQueryData<Watched>(queryKey)?.problem) onReturn(why);
  });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = subscribeReturns((why) => {
      clearTimeout(timer);
      const waitMs = onReturn(why);
      // Only once, and only if the failure still stands then.
      if (waitMs !== undefined) timer = setTimeout(() => onSecondTry(why), waitMs);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, []);

  const path = pathOf(asked);
  // The code for it would be asked for beside what the first view needs. A hidden tab has none, and follows at once.
  const isSeen = useAfterFirstView(watched !== undefined);
  const isDue = watched !== undefined && (isSeen || page.isHidden);
  useEffect(
    () => (path === undefined || isPaused || !isDue ? undefined : joinTabsLater(path)),
    [path, isPaused, isDue],
  );

  const letGo = useEffectEvent(() => {
    // A page nobody looks at holds no connection. The next look asks at once.
    if (client.getQueryData<Watched>(queryKey)?.canHold) void client.cancelQueries({ queryKey }, { silent: true });
  });
  useEffect(() => {
    if (!page.isHidden) return undefined;
    const timer = setTimeout(letGo, HIDDEN_HOLD_MS);
    return () => clearTimeout(timer);
  }, [page.isHidden]);

  return {
    watched,
    decision: nextPoll(watched, conditions),
    isPaused,
    isAsking: query.isFetching,
    pause: () => {
      setPausedKey(pauseKey);
      if (watched) void client.cancelQueries({ queryKey }, { silent: true });
    },
    resume: () => {
      setPausedKey(undefined);
      if (!watched || !isStoppedForGood(watched)) ask();
    },
    checkAgain: ask,
  };
}
