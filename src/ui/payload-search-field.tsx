/** The search over a payload's tree: a field, a count, next and previous; tells the tree which value to show. */
import { type ReactNode, useEffect, useState } from "react";
import { countText } from "../contract/count-text.ts";
import { Button } from "./button.tsx";
import { HITS_MAX, searchTree } from "./payload-search.ts";
import { runInSlices } from "../contract/slices.ts";
import type { Place } from "./payload-tree.ts";

interface SearchProps {
  readonly root: Place;
  /** Undefined: closed. */
  readonly find: string | undefined;
  readonly onFind: (find: string | undefined) => void;
  /** Gets the start of the value to show, if any. */
  readonly children: (shown: number | undefined) => ReactNode;
}

export function PayloadSearch({ root, find, onFind, children }: SearchProps) {
  const [found, setFound] = useState<{ find: string; hits: readonly number[] }>();
  const [at, setAt] = useState(0);
  const { value, start, end, name } = root;
  useEffect(() => {
    if (!find) return undefined;
    return runInSlices(searchTree({ value, start, end, name }, find), {
      onDone: (hits) => {
        setFound({ find, hits });
        setAt(0);
      },
    });
  }, [find, value, start, end, name]);
  const hits = find && found?.find === find ? found.hits : undefined;
  const move = (by: number) => hits && hits.length > 0 && setAt((at + by + hits.length) % hits.length);
  return (
    <>
      {find !== undefined && (
        <div className="flex items-center gap-2 pb-2">
          <input
            type="search"
            autoFocus
            aria-label="Search keys and values"
            placeholder="Keys and values"
            value={find}
            onChange={(event) => onFind(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter") move(event.shiftKey ? -1 : 1);
              if (event.key === "Escape") {
                event.stopPropagation();
                onFind(undefined);
              }
            }}
            className="h-7 min-w-0 flex-1 rounded-control border border-control bg-surface px-2.5 max-md:h-11 max-md:text-[1rem]"
          />
          <span role="status" className="text-12 whitespace-nowrap text-ink-3">
            {find === ""
              ? ""
              : hits === undefined
                ? "Searching"
                : hits.length === 0
                  ? "No match"
                  : `${at + 1} of ${countText(hits.length)}${hits.length === HITS_MAX ? "+" : ""}`}
          </span>
          <span className="-mr-2.5 flex">
            <Button kind="quiet" disabled={!hits || hits.length < 2} onClick={() => move(-1)}>
              Previous
            </Button>
            <Button kind="quiet" disabled={!hits || hits.length < 2} onClick={() => move(1)}>
              Next
            </Button>
          </span>
        </div>
      )}
      {children(hits?.[at])}
    </>
  );
}
