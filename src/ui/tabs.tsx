/** Tabs: one is picked, arrow keys move, the panel belongs to its tab. */
import { type ReactNode, useId } from "react";
import { moveFocus, type PickProps } from "./segmented.tsx";

interface TabsProps<Key extends string> extends PickProps<Key> {
  /** What the current tab shows. */
  readonly children: ReactNode;
}

export function Tabs<Key extends string>({ label, items, current, onPick, children }: TabsProps<Key>) {
  const id = useId();
  return (
    <>
      <div
        role="tablist"
        aria-label={label}
        onKeyDown={moveFocus}
        className="flex gap-5 overflow-x-auto border-b border-line"
      >
        {items.map(({ key, label: text, isEmpty }) => (
          <button
            key={key}
            type="button"
            role="tab"
            id={`${id}-${key}`}
            aria-selected={key === current}
            aria-controls={`${id}-panel`}
            tabIndex={key === current ? 0 : -1}
            onClick={() => onPick(key)}
            className={`h-9 shrink-0 border-b-2 -outline-offset-2 transition-colors max-md:h-11 max-md:min-w-11 ${key === current ? "border-ink font-semibold text-ink" : `border-transparent hover:text-ink ${isEmpty ? "text-ink-3" : "text-ink-2"}`}`}
          >
            {text}
          </button>
        ))}
      </div>
      <div
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={`${id}-${current}`}
        tabIndex={0}
        className="-outline-offset-2"
      >
        {children}
      </div>
    </>
  );
}
