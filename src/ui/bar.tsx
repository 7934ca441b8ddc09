/** The bar on top of every page: where am I, is this live, what can I do. On phones only the last crumb stays. */
import { createContext, Fragment, type ReactNode, use } from "react";
import { createPortal } from "react-dom";
import { approvalsPath } from "../paths.ts";
import { AgentText } from "./agent-text.tsx";
import { DotsIcon } from "./icons.tsx";
import { Logo } from "./logo.tsx";
import { Link } from "./router.tsx";
import { NARROW, useMedia } from "./use-media.ts";

export interface Crumb {
  readonly label: string;
  /** Absent on the page itself. */
  readonly to?: string;
  readonly isMono?: boolean;
  /** What stands on phones: `Run 89`. */
  readonly short?: string;
}

export const MENU_ID = "page-menu";

/** How many approvals wait for this viewer; undefined while that is not known. */
export const WaitingCount = createContext<number | undefined>(undefined);

/** Where the menu, which lives beside the pages, takes a page's actions on phones. */
export const MenuSlot = createContext<HTMLElement | null>(null);

export function Bar(props: {
  crumbs: readonly Crumb[];
  sourceLabel?: string | undefined;
  strip?: ReactNode;
  actions?: ReactNode;
}) {
  const { crumbs, sourceLabel, strip, actions } = props;
  const isNarrow = useMedia(NARROW);
  const slot = use(MenuSlot);
  const last = crumbs[crumbs.length - 1];
  return (
    <header className="sticky top-0 z-20 flex h-12 print:hidden items-center gap-4 border-b border-line bg-surface px-6 max-md:gap-2 max-md:px-4">
      <button
        type="button"
        onClick={skip}
        className="absolute top-1.5 left-2 z-30 h-9 -translate-y-20 max-md:top-0.5 max-md:h-11 rounded-control bg-ink px-3 text-on-ink focus:translate-y-0"
      >
        Skip to content
      </button>
      <Link
        to="/"
        aria-label="Runlight, all agents"
        className="relative touch-target flex shrink-0 items-center gap-2 rounded-control"
      >
        <Logo />
        <span className="text-[0.875rem] font-semibold max-md:hidden">Runlight</span>
      </Link>
      {isNarrow ? (
        <span className="min-w-0 flex-1 truncate text-ink-2">
          {last && <AgentText text={last.short ?? last.label} />}
        </span>
      ) : (
        <>
          <Crumbs crumbs={crumbs} />
          {sourceLabel !== undefined && (
            <span className="min-w-0 flex-1 shrink-[3] truncate text-12 text-ink-3">{sourceLabel}</span>
          )}
        </>
      )}
      {/* No box around what follows: it would move its left edge whenever the strip says more. */}
      <span className="ml-auto" />
      {strip}
      {!isNarrow && actions !== undefined && actions !== null && (
        <div className={`flex shrink-0 items-center gap-2 ${strip ? "border-l border-line pl-4" : ""}`}>{actions}</div>
      )}
      <ApprovalsLink isNarrow={isNarrow} hasLine={Boolean(strip || actions)} />
      <button
        type="button"
        popoverTarget={MENU_ID}
        aria-label={isNarrow ? "More and settings" : "Settings"}
        className="-mr-1.5 grid size-7 shrink-0 place-items-center rounded-control text-ink-2 hover:bg-sunken hover:text-ink max-md:-mr-3.5 max-md:-ml-2 max-md:size-11"
      >
        <DotsIcon />
      </button>
      {isNarrow && slot && actions ? createPortal(actions, slot) : null}
    </header>
  );
}

/** On phones the count alone, and only while something waits; as wide as a finger, for the menu stands right beside it. */
function ApprovalsLink({ isNarrow, hasLine }: { isNarrow: boolean; hasLine: boolean }) {
  const count = use(WaitingCount);
  if (isNarrow && !count) return null;
  return (
    <Link
      to={approvalsPath()}
      className={`relative touch-target flex shrink-0 items-center justify-center gap-2 rounded-bar py-1 text-ink-2 hover:text-ink max-md:-ml-2 max-md:h-11 max-md:min-w-11 ${hasLine && !isNarrow ? "border-l border-line pl-4" : ""}`}
    >
      <span className="max-md:sr-only">Approvals</span>
      <span
        className={`min-w-7 rounded-full border px-1.5 text-center text-11 ${count ? "border-wait-line bg-wait-tint text-wait" : "border-transparent text-ink-3"}`}
      >
        {/* As high before it comes: nothing moves when it does. */}
        {count ?? "\u00a0"}
        {count !== undefined && <span className="sr-only"> waiting for you</span>}
      </span>
    </Link>
  );
}

function Crumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  return (
    <nav aria-label="Where you are" className="min-w-0 border-l max-md:hidden border-line pl-3">
      <ol className="flex min-w-0 items-center gap-2">
        {crumbs.map(({ label, to, isMono }, index) => (
          <Fragment key={index}>
            {index > 0 && (
              <li aria-hidden="true" className="text-line-strong">
                /
              </li>
            )}
            <li className={`truncate ${to === undefined ? "min-w-0" : "min-w-6"} ${isMono ? "font-mono text-12" : ""}`}>
              {to === undefined ? (
                <span aria-current="page" className="text-ink">
                  <AgentText text={label} />
                </span>
              ) : (
                <Link
                  to={to}
                  className="inline-block max-w-full min-w-6 truncate rounded-bar py-1 align-bottom text-ink-2 hover:text-ink hover:underline"
                >
                  <AgentText text={label} />
                </Link>
              )}
            </li>
          </Fragment>
        ))}
      </ol>
    </nav>
  );
}

function skip(): void {
  const main = document.querySelector("main");
  if (!main) return;
  main.tabIndex = -1;
  main.focus();
}
