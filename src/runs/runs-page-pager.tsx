/** Older and newer pages. The API's tokens lead forward only: newer is the page one came from, else the newest. */
import { runsPath } from "../paths.ts";
import { Button, buttonClass } from "../ui/button.tsx";
import { Link, useLocation } from "../ui/router.tsx";
import { filtersOf, type RunsPlace } from "../api/runs-place.ts";

export function RunsPager({ agentId, place, next }: { agentId: number; place: RunsPlace; next: string | null }) {
  const cameForward = (useLocation().state as { cameForward?: boolean } | null)?.cameForward === true;
  const { pageToken } = place;
  if (pageToken === undefined && next === null) return null;
  return (
    <nav aria-label="Pages" className="flex items-center justify-end gap-2 px-6 py-3 max-md:px-4">
      {pageToken !== undefined && cameForward && <Button onClick={() => window.history.back()}>Newer</Button>}
      {pageToken !== undefined && (
        <Link to={runsPath(agentId, filtersOf({ ...place, pageToken: undefined }))} className={buttonClass()}>
          Newest
        </Link>
      )}
      {next !== null && (
        <Link
          to={runsPath(agentId, filtersOf({ ...place, pageToken: next }))}
          state={{ cameForward: true }}
          className={buttonClass()}
        >
          Next
        </Link>
      )}
    </nav>
  );
}
