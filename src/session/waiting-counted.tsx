/** Tells the bar and, but for a run's own page, the tab's icon how many approvals wait. On a run's page that is read once, after the run; elsewhere now and then. Shows nothing itself. */
import { useIsFetching, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { waitingQuery } from "../api/list-queries.ts";
import { useAfterFirstView } from "../api/use-after-first-view.ts";
import { useParams } from "../ui/router.tsx";

const EVERY_MS = 30_000;

/** `onCount` takes undefined while the count is not known. */
export function WaitingCounted({ onCount }: { onCount: (count: number | undefined) => void }) {
  const { runId } = useParams();
  const cache = useQueryClient().getQueryCache();
  const isIdle = useIsFetching() === 0;
  // Once what the page is about has come or failed, and is on the screen: nothing there waits for the count.
  const [isSeen, setSeen] = useState(false);
  if (!isSeen && isIdle && cache.getAll().some(({ state }) => state.status !== "pending")) setSeen(true);
  const isRun = runId !== undefined;
  const isDue = useAfterFirstView(isSeen);
  const { data } = useQuery({ ...waitingQuery(), enabled: isDue, refetchInterval: isRun ? false : EVERY_MS });
  const count = data?.page.approvals.length;
  useEffect(() => onCount(count), [onCount, count]);
  const hasIcon = !isRun && count !== undefined && count > 0;
  useEffect(() => {
    const icon = document.querySelector('link[rel~="icon"]');
    if (!icon || !hasIcon) return undefined;
    icon.setAttribute("href", "/status-waiting.svg");
    return () => icon.setAttribute("href", "/icon.svg");
  }, [hasIcon]);
  return null;
}
