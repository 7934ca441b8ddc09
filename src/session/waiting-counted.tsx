/** Tells the bar and, but for a run's own page, the tab's title and icon how many approvals wait. On a run's page that is read once, after the run; elsewhere now and then. Shows nothing itself; desktop notices come with it. */
import { hashKey, useIsFetching, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState, useSyncExternalStore } from "react";
import { getNoticesState, subscribeNotices } from "../api/desktop-notices.ts";
import { waitingQuery } from "../api/list-queries.ts";
import { useAfterFirstView } from "../api/use-after-first-view.ts";
import { areRunsWanted, subscribeWanted } from "../api/wanted-runs.ts";
import { later } from "../ui/later.tsx";
import { usePageIcon } from "../ui/page-title.ts";
import { useIsPageThere, useParams } from "../ui/router.tsx";
import { setTitleCount } from "./title-before.ts";

const LaterNotices = later(async () => (await import("./notices.tsx")).Notices);

const EVERY_MS = 30_000;
const COUNT_HASH = hashKey(waitingQuery().queryKey);
/** An icon has room for one figure, or "9+". */
const MOST_DRAWN = 9;

/** `onCount` takes undefined while the count is not known. */
export function WaitingCounted({ onCount }: { onCount: (count: number | undefined) => void }) {
  const { runId } = useParams();
  const cache = useQueryClient().getQueryCache();
  // A request that the server holds until a run changes is no first one.
  const isIdle = useIsFetching({ predicate: ({ state }) => state.status === "pending" }) === 0;
  // Once what the page is about has come or failed, and is on the screen: nothing there waits for the count.
  const [isSeen, setSeen] = useState(false);
  const asked = cache.getAll();
  const isAnswered = asked.some(({ state }) => state.status !== "pending");
  // Some pages ask nothing.
  const isQuiet = useIsPageThere() && asked.every(({ queryHash }) => queryHash === COUNT_HASH);
  if (!isSeen && isIdle && (isAnswered || isQuiet)) setSeen(true);
  const isRun = runId !== undefined;
  const isDue = useAfterFirstView(isSeen);
  const { data } = useQuery({ ...waitingQuery(), enabled: isDue, refetchInterval: isRun ? false : EVERY_MS });
  const count = data?.page.approvals.length;
  useEffect(() => onCount(count), [onCount, count]);
  // A run's title and icon are its status.
  const told = isRun ? 0 : (count ?? 0);
  useEffect(() => {
    setTitleCount(told);
    return () => setTitleCount(0);
  }, [told]);
  usePageIcon(told > 0 ? `/waiting-${told > MOST_DRAWN ? "more" : told}.svg` : undefined);
  const notices = useSyncExternalStore(subscribeNotices, getNoticesState);
  const areRunsTold = useWereRunsWanted();
  return notices === "on" || areRunsTold ? (
    <LaterNotices.Soon approvals={data?.page.approvals} areApprovalsTold={notices === "on"} areRunsTold={areRunsTold} />
  ) : null;
}

/** True from the first one on: the last is told of after it is wanted no more. */
function useWereRunsWanted(): boolean {
  const areWanted = useSyncExternalStore(subscribeWanted, areRunsWanted);
  const [wereWanted, setWereWanted] = useState(areWanted);
  if (areWanted && !wereWanted) setWereWanted(true);
  return wereWanted;
}
