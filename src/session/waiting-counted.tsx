/** Tells the bar and, but for a run's own page, the tab's icon how many approvals wait. On a run's page that is read once, after the run; elsewhere now and then. */
import { useIsFetching, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { waitingQuery } from "../api/list-queries.ts";
import { useAfterFirstView } from "../api/use-after-first-view.ts";
import { WaitingCount } from "../ui/bar.tsx";
import { useParams } from "../ui/router.tsx";

const EVERY_MS = 30_000;

export function WaitingCounted({ children }: { children: ReactNode }) {
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
  const hasIcon = !isRun && count !== undefined && count > 0;
  useEffect(() => {
    const icon = document.querySelector('link[rel~="icon"]');
    if (!icon || !hasIcon) return undefined;
    icon.setAttribute("href", "/status-waiting.svg");
    return () => icon.setAttribute("href", "/icon.svg");
  }, [hasIcon]);
  return <WaitingCount value={count}>{children}</WaitingCount>;
}
