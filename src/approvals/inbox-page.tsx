/** What waits for a decision, across agents, nearest deadline first. Opening a row never decides anything. */
import { useQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "../ui/router.tsx";
import { RequestFailed } from "../api/client.ts";
import { askToSignIn } from "../api/signed-out.ts";
import { approvalsQuery } from "../api/list-queries.ts";
import { sessionQuery } from "../api/session-query.ts";
import type { ApprovalsPage } from "../contract/pages.ts";
import { approvalsPath } from "../paths.ts";
import { Bar } from "../ui/bar.tsx";
import { Button, buttonClass } from "../ui/button.tsx";
import { KeyHint } from "../ui/key-hint.tsx";
import { ListStrip } from "../ui/list-strip.tsx";
import { usePageTitle } from "../ui/page-title.ts";
import { useSingleKeys } from "../ui/single-keys.ts";
import { useListKeys } from "../ui/use-list-keys.ts";
import { ProblemView } from "../ui/problem-view.tsx";
import { Segmented } from "../ui/segmented.tsx";
import { DecidedList } from "./decided-list.tsx";
import { InboxList, InboxSkeleton } from "./inbox-list.tsx";
import { type InboxPlace, inboxParts, readInboxPlace } from "./inbox-place.ts";
import { InboxTabs } from "./inbox-tabs.tsx";

export function InboxPage() {
  const [query, setQuery] = useSearchParams();
  const place = readInboxPlace(query);
  const session = useQuery(sessionQuery()).data;
  const mine = useQuery(approvalsQuery("mine"));
  const list = useQuery(approvalsQuery(place.scope, place.pageToken));
  const problem = list.error instanceof RequestFailed ? list.error.problem : undefined;
  usePageTitle("Approvals");
  useListKeys("main section li a");
  const areKeysOn = useSingleKeys();
  return (
    <>
      <Bar
        crumbs={[{ label: "Approvals" }]}
        sourceLabel={session?.label}
        strip={
          <ListStrip
            confirmedAt={list.dataUpdatedAt}
            problem={problem}
            onRetry={() => void list.refetch()}
            onSignIn={askToSignIn}
          />
        }
      />
      <main>
        <div className="flex items-end gap-4 px-6 pt-6 pb-3 max-md:px-4">
          <div className="min-w-0 flex-1">
            <h1 className="text-20 font-semibold">Approvals</h1>
            <p className="text-ink-2">
              {place.scope === "decided"
                ? "What you decided, latest first"
                : "Waiting for a decision, nearest deadline first"}
            </p>
          </div>
          <p className="flex gap-4 max-lg:hidden">
            {areKeysOn && (
              <>
                <KeyHint name="j" does="Next" />
                <KeyHint name="k" does="Previous" />
              </>
            )}
            <KeyHint name="Enter" does="Open" />
          </p>
        </div>
        <InboxTabs
          place={place}
          mineCount={mine.data?.page.approvals.length}
          canDecide={session?.can.decide !== false}
        />
        {place.scope !== "decided" && (list.data?.page.approvals.length ?? 0) > 1 && (
          <div className="flex items-center gap-3 border-b border-line px-6 py-2 max-md:px-4">
            <span className="text-12 text-ink-2">Group by</span>
            <Segmented
              label="Group by"
              items={GROUPINGS}
              current={place.group}
              onPick={(group) => setQuery(() => linkQuery({ ...place, group }), { replace: true })}
            />
          </div>
        )}
        {list.data ? (
          <Entries place={place} {...list.data} />
        ) : problem ? (
          <ProblemView problem={problem}>
            <Button kind="primary" size={32} onClick={() => void list.refetch()}>
              Try again
            </Button>
          </ProblemView>
        ) : (
          <InboxSkeleton />
        )}
      </main>
    </>
  );
}

const GROUPINGS = [
  { key: "deadline", label: "Deadline" },
  { key: "agent", label: "Agent" },
] as const;

function linkQuery(place: InboxPlace): URLSearchParams {
  return new URL(approvalsPath(inboxParts(place)), "http://page").searchParams;
}

function Entries({ place, page, clockOffsetMs }: { place: InboxPlace; page: ApprovalsPage; clockOffsetMs: number }) {
  const isEmpty = page.approvals.length === 0 && page.unreadable.length === 0;
  return (
    <>
      {isEmpty && <Nothing place={place} />}
      {place.scope === "decided" ? (
        <DecidedList page={page} />
      ) : (
        <InboxList page={page} group={place.group} clockOffsetMs={clockOffsetMs} />
      )}
      {(page.nextPageToken !== null || place.pageToken !== undefined) && (
        <nav aria-label="Pages" className="flex justify-end gap-2 px-6 py-3 max-md:px-4">
          {place.pageToken !== undefined && (
            <Link to={approvalsPath(inboxParts({ ...place, pageToken: undefined }))} className={buttonClass()}>
              First page
            </Link>
          )}
          {page.nextPageToken !== null && (
            <Link to={approvalsPath(inboxParts({ ...place, pageToken: page.nextPageToken }))} className={buttonClass()}>
              Next
            </Link>
          )}
        </nav>
      )}
    </>
  );
}

const NOTHING = {
  mine: ["Nothing waits for you", "When a run asks you for a decision it appears here, the nearest deadline first."],
  all: ["Nothing waits for a decision", "No run of an agent you may see is waiting for a person."],
  decided: ["Nothing decided yet", "What you approve or reject is listed here, with the words you wrote to it."],
} as const;

function Nothing({ place }: { place: InboxPlace }) {
  const [title, detail] = NOTHING[place.scope];
  return (
    <section className="px-6 py-10 max-md:px-4">
      <h2 className="text-15 font-semibold">{title}</h2>
      <p className="mt-1 text-ink-2">{detail}</p>
      {place.scope === "mine" && (
        <Link to={approvalsPath({ scope: "all" })} className={`mt-5 ${buttonClass("plain", 32)}`}>
          Everybody’s approvals
        </Link>
      )}
    </section>
  );
}
