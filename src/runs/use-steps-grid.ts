/** What timeline and table share: which rows are drawn, which one has the keyboard, what pressing one does. */
import { type KeyboardEvent, type MouseEvent, useState } from "react";
import { flushSync } from "react-dom";
import { foldForKey, rowForKey } from "./steps-keys.ts";
import { rowId } from "./steps-outline.ts";
import { type FoldRow, indexOfRow, type StepRow, type StepsRow } from "./steps-rows.ts";
import { useStepsScroll } from "./use-steps-scroll.ts";
import { useStepsWindow } from "./use-steps-window.ts";

/** What a button within a row does; the rows listen in one place, so that they need no handlers of their own. */
export const ROW_ACTIONS = { fold: "fold", failed: "failed" } as const;

export interface GridProps {
  readonly rows: readonly StepsRow[];
  readonly selectedKey: string | undefined;
  readonly onSelect: (key: string, how: { isQuiet: boolean }) => void;
  readonly onToggle: (id: string, isOpen: boolean) => void;
  /** Shows the failed steps within a row. */
  readonly onFailed: (row: FoldRow | StepRow) => void;
  /** The step to bring into sight; a new object asks again. */
  readonly wanted: { readonly key: string } | undefined;
}

export function useStepsGrid(props: GridProps & { rowHeight: number }) {
  const { rows, rowHeight, selectedKey, onSelect, onToggle, onFailed, wanted } = props;
  const [activeId, setActiveId] = useState<string | undefined>(undefined);
  const selectedIndex = selectedKey === undefined ? -1 : indexOfRow(rows, rowId(selectedKey));
  const activeIndex = activeId === undefined ? -1 : indexOfRow(rows, activeId);
  const active = activeIndex >= 0 ? activeIndex : Math.max(0, selectedIndex);
  const { shown, body, watchBody } = useStepsWindow({ count: rows.length, rowHeight, active });
  useStepsScroll({ rows, rowHeight, body, wanted });

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const element = (event.target as HTMLElement).closest("[role=row]");
    const row = rows[active];
    if (!element || event.target !== element || !row) return;
    const isPick = event.key === "Enter" || event.key === " ";
    const fold = isPick && row.kind === "fold" ? (row.isOpen ? "close" : "open") : foldForKey(event.key, row);
    if (isPick || fold === "open" || fold === "close") {
      event.preventDefault();
      if (fold === "open" || fold === "close") onToggle(row.id, fold === "open");
      else if (row.kind === "step") onSelect(row.step.key, { isQuiet: false });
      setActiveId(row.id);
      return;
    }
    const target =
      fold === "enter"
        ? active + 1
        : fold === "leave"
          ? indexOfRow(rows, row.under ?? "")
          : rowForKey(event.key, active, rows.length);
    const next = target === undefined ? undefined : rows[target];
    if (!next) return;
    event.preventDefault();
    const grid = event.currentTarget;
    flushSync(() => {
      setActiveId(next.id);
      // With the inspector open, it follows the keyboard.
      if (selectedIndex >= 0 && next.kind === "step") onSelect(next.step.key, { isQuiet: true });
    });
    const focused = grid.querySelector<HTMLElement>(`[data-index="${target}"]`);
    focused?.focus({ preventScroll: true });
    focused?.scrollIntoView({ block: "nearest" });
  };

  const onClick = (event: MouseEvent<HTMLElement>) => {
    const pressed = event.target as HTMLElement;
    const element = pressed.closest<HTMLElement>("[data-index]");
    const row = element && rows[Number(element.dataset["index"])];
    // Whoever marks text to copy it does not mean to pick the row.
    if (!row || window.getSelection()?.type === "Range") return;
    const action = pressed.closest<HTMLElement>("[data-action]")?.dataset["action"];
    setActiveId(row.id);
    if (action === ROW_ACTIONS.failed) onFailed(row);
    else if (action === ROW_ACTIONS.fold || row.kind === "fold") onToggle(row.id, !row.isOpen);
    else onSelect(row.step.key, { isQuiet: false });
  };

  return { shown, active, selectedIndex, onKeyDown, onClick, watchBody };
}
