/** Saved views above a runs list: links to filters under a name. What is shown is what the address says, saved or not. */
import { useState } from "react";
import { AgentText } from "../ui/agent-text.tsx";
import { announce } from "../ui/announce.tsx";
import { Button } from "../ui/button.tsx";
import { Link } from "../ui/router.tsx";
import type { RunsPlace } from "../api/runs-place.ts";
import { filterWords } from "./filter-words.ts";
import { keepViews, type SavedView, useSavedViews, viewPath } from "../api/saved-views.ts";
import { ViewDialog } from "./view-dialog.tsx";

export function RunsViews({ agentId, place }: { agentId: number; place: RunsPlace }) {
  const views = useSavedViews();
  const [isOpen, setOpen] = useState(false);
  const here = viewPath(agentId, place);
  const current = views.find(({ filters }) => viewPath(agentId, filters) === here);
  const words = filterWords(place);
  const others = views.filter((one) => one !== current);
  const keep = (next: readonly SavedView[], said: string): boolean => {
    const isKept = keepViews(next);
    if (isKept) announce(said);
    return isKept;
  };
  const save = (name: string): boolean => {
    const { status, timeframe, scope, trigger } = place;
    const view = { name, filters: { status, timeframe, scope, trigger } };
    return keep(current ? views.map((one) => (one === current ? view : one)) : [...views, view], `Saved ${name}`);
  };
  return (
    <nav
      aria-label="Saved views"
      className="-m-1 flex min-w-0 items-center gap-1 p-1 max-md:w-full max-md:overflow-x-auto"
    >
      <ul className="flex min-w-0 gap-1 md:flex-wrap">
        {views.map(({ name, filters }) => {
          const isCurrent = current?.name === name;
          return (
            <li key={name} className="shrink-0">
              <Link
                to={viewPath(agentId, filters)}
                aria-current={isCurrent ? "page" : undefined}
                className={`flex h-7 max-w-60 items-center rounded-control border px-2.5 transition-colors max-md:h-11 ${isCurrent ? "border-accent bg-selected text-ink" : "border-transparent text-ink-2 hover:bg-sunken hover:text-ink"}`}
              >
                <span className="truncate">
                  <AgentText text={name} />
                </span>
              </Link>
            </li>
          );
        })}
      </ul>
      {(current !== undefined || words !== "") && (
        <>
          {views.length > 0 && <span aria-hidden="true" className="mx-1 h-4 w-px shrink-0 bg-line-strong" />}
          <Button kind="quiet" onClick={() => setOpen(true)}>
            {current ? "Edit view…" : "Save view…"}
          </Button>
        </>
      )}
      {isOpen && (
        <ViewDialog
          current={current}
          others={others}
          words={words}
          onSave={save}
          onDelete={() => keep(others, `Deleted ${current?.name ?? ""}`)}
          onClose={() => setOpen(false)}
        />
      )}
    </nav>
  );
}
