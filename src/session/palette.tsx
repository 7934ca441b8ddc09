/** The command palette: type to find where to go or what to do, arrows to pick, Enter to have it. */
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useId, useState } from "react";
import { flushSync } from "react-dom";
import { agentsQuery } from "../api/list-queries.ts";
import { useSavedViews } from "../api/saved-views.ts";
import { sessionQuery } from "../api/session-query.ts";
import { parseAgentId } from "../contract/run-id.ts";
import { mayDo } from "../contract/session.ts";
import { AgentText } from "../ui/agent-text.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { pageActions } from "../ui/page-actions.ts";
import { recentRuns } from "../ui/recent-runs.ts";
import { useNavigate, useParams } from "../ui/router.tsx";
import { openKeys } from "./keys.tsx";
import { type PaletteItem, paletteItems } from "./palette-items.ts";

export function Palette({ onClose }: { onClose: () => void }) {
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  // As they were when it opened: the list must not move under the arrow keys.
  const [offered] = useState(() => ({ recent: recentRuns(), actions: pageActions() }));
  const agents = useQuery(agentsQuery()).data?.agents ?? NONE;
  const canStart = mayDo(useQuery(sessionQuery()).data, "start");
  const views = useSavedViews();
  const agentId = parseAgentId(useParams()["agentId"] ?? "");
  const navigate = useNavigate();
  const id = useId();
  const onHelp = () => openKeys("help");
  const items = paletteItems(typed, { ...offered, agents, views, agentId, canStart, onHelp });
  const active = Math.min(at, items.length - 1);

  const take = (item: PaletteItem | undefined) => {
    if (!item) return;
    // The dialog gives the focus back at once: what is done finds it where it was, and so does the next key.
    flushSync(onClose);
    if (item.to === undefined) void item.run?.();
    else navigate(item.to);
    requestAnimationFrame(keepFocus);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const next = nextOf(event.key, active, items.length);
    if (event.key === "Enter") take(items[active]);
    else if (next === undefined) return;
    else {
      setAt(next);
      document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: "nearest" });
    }
    event.preventDefault();
  };
  return (
    <Dialog label="Commands" onClose={onClose} className="mt-[12vh] overflow-hidden max-md:mt-4">
      <input
        data-autofocus
        role="combobox"
        aria-label="Go to or do"
        aria-expanded
        aria-controls={`${id}-list`}
        aria-activedescendant={items.length > 0 ? `${id}-${active}` : undefined}
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        placeholder="Go to an agent, paste a link or id, or do something"
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
        className="h-12 w-full border-b border-line bg-surface px-4 text-15 outline-none"
      />
      <div
        role="listbox"
        id={`${id}-list`}
        aria-label="Commands"
        tabIndex={-1}
        className="max-h-[min(52vh,440px)] overflow-y-auto py-1"
      >
        {items.map((item, index) => (
          <div
            key={item.key}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active}
            onClick={() => take(item)}
            className={`relative flex min-h-9 cursor-pointer scroll-my-1 items-center justify-between gap-4 px-4 text-13 max-md:min-h-11 ${index === active ? "bg-selected" : "hover:bg-sunken"}`}
          >
            {index === active && <span aria-hidden="true" className="absolute inset-y-0 left-0 w-0.5 bg-accent" />}
            <span className="min-w-0 truncate text-ink">
              <AgentText text={item.label} />
            </span>
            <span className="max-w-[45%] shrink-0 truncate text-12 text-ink-3">
              <AgentText text={item.hint} />
            </span>
          </div>
        ))}
      </div>
    </Dialog>
  );
}

const NONE = [] as const;

/** From the last to the first and back; undefined for keys that mean the text. */
function nextOf(key: string, at: number, count: number): number | undefined {
  if (count === 0) return undefined;
  if (key === "ArrowDown") return (at + 1) % count;
  if (key === "ArrowUp") return (at + count - 1) % count;
  return undefined;
}

/** What had the focus may be gone, as after another time mode: then the page's content has it. */
function keepFocus(): void {
  if (document.activeElement !== document.body) return;
  const main = document.querySelector("main");
  if (!main) return;
  main.tabIndex = -1;
  main.focus({ preventScroll: true });
}
