/** Where the page stands in the rows: polls that add or fold rows above do not move what is read; a wanted row is shown. */
import { useLayoutEffect, useRef } from "react";
import { rowId } from "./steps-outline.ts";
import { indexOfRow, type StepsRow } from "./steps-rows.ts";
import { type Body, COVERED } from "./use-steps-window.ts";

/** Px below a row that came into sight. */
const FREE = 96;

interface Props {
  readonly rows: readonly StepsRow[];
  readonly rowHeight: number;
  readonly body: Body;
  readonly wanted: { readonly key: string } | undefined;
}

export function useStepsScroll({ rows, rowHeight, body, wanted }: Props): void {
  const before = useRef<readonly StepsRow[]>(rows);
  const done = useRef<{ readonly key: string } | undefined>(undefined);

  useLayoutEffect(() => {
    const last = before.current;
    before.current = rows;
    if (!body.current || last === rows) return;
    const top = COVERED - body.current.getBoundingClientRect().top;
    const read = Math.floor(top / rowHeight);
    // Above the rows nothing moves; within them the row read first, or the next one still there, keeps its place.
    for (let i = read; top > 0 && i < last.length && i < read + 50; i++) {
      const id = last[i]?.id ?? "";
      const now = rows[i]?.id === id ? i : indexOfRow(rows, id);
      if (now < 0) continue;
      if (now !== i) window.scrollBy(0, (now - i) * rowHeight);
      return;
    }
  }, [rows, rowHeight, body]);

  useLayoutEffect(() => {
    if (!wanted || !body.current || done.current === wanted) return;
    const index = indexOfRow(rows, rowId(wanted.key));
    if (index < 0) return;
    done.current = wanted;
    const top = body.current.getBoundingClientRect().top + index * rowHeight;
    const isInSight = top >= COVERED && top + rowHeight <= window.innerHeight - FREE;
    if (!isInSight) window.scrollBy(0, top - Math.max(COVERED, window.innerHeight / 3));
  }, [wanted, rows, rowHeight, body]);
}

/** A view shorter than the one before cuts off how far the page was scrolled; coming back brings that back. */
export function useKeptScroll(view: string): void {
  const last = useRef({ view, y: 0 });
  const cut = useRef<{ readonly wanted: number; readonly got: number } | undefined>(undefined);
  useLayoutEffect(() => {
    const remember = () => {
      last.current.y = window.scrollY;
    };
    window.addEventListener("scroll", remember, { passive: true });
    return () => window.removeEventListener("scroll", remember);
  }, []);
  useLayoutEffect(() => {
    if (last.current.view === view) return;
    const wanted = last.current.y;
    const got = window.scrollY;
    last.current = { view, y: got };
    // Whoever scrolled since then stays where they are.
    if (cut.current?.got === got) window.scrollTo(0, cut.current.wanted);
    cut.current = got < wanted ? { wanted, got } : undefined;
  }, [view]);
}
