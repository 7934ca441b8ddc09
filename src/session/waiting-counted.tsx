/** Tells the bar how many approvals wait. On a run's page that is read once, after the run; elsewhere now and then. */
import { useIsFetching, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
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
  return <WaitingCount value={data?.page.approvals.length}>{children}</WaitingCount>;
}
