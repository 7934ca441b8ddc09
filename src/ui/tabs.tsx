/** Tabs and the segmented switch: one is picked, arrow keys move, the panel belongs to its tab. */
import { type KeyboardEvent, type ReactNode, useId } from "react";

export interface TabItem<Key extends string> {
  readonly key: Key;
  readonly label: ReactNode;
  /** Greyed, still readable and reachable: there is nothing behind it. */
  readonly isEmpty?: boolean;
}

interface TabsProps<Key extends string> {
  readonly label: string;
  readonly items: readonly TabItem<Key>[];
  readonly current: Key;
  readonly onPick: (key: Key) => void;
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

/** Arrow keys, Home and End among the siblings of a focused tab or radio; moving picks, as both patterns ask. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const parts = [...event.currentTarget.querySelectorAll<HTMLElement>("[role=tab],[role=radio]")];
  const at = parts.indexOf(document.activeElement as HTMLElement);
  const last = parts.length - 1;
  const moves: Record<string, number> = {
    ArrowRight: at === last ? 0 : at + 1,
    ArrowDown: at === last ? 0 : at + 1,
    ArrowLeft: at <= 0 ? last : at - 1,
    ArrowUp: at <= 0 ? last : at - 1,
    Home: 0,
    End: last,
  };
  const to = moves[event.key];
  if (at < 0 || to === undefined) return;
  event.preventDefault();
  parts[to]?.focus();
  parts[to]?.click();
}

/** A switch between few looks of one thing. */
export function Segmented<Key extends string>(props: Omit<TabsProps<Key>, "children">) {
  const { label, items, current, onPick } = props;
  return (
    <div
      role="radiogroup"
      aria-label={label}
      onKeyDown={moveFocus}
      className="inline-flex h-7 shrink-0 divide-x divide-line rounded-control border border-line-strong bg-surface max-md:h-[46px]"
    >
      {items.map(({ key, label: text }) => (
        <button
          key={key}
          type="button"
          role="radio"
          aria-checked={key === current}
          tabIndex={key === current ? 0 : -1}
          onClick={() => onPick(key)}
          className={`px-2.5 transition-colors first:rounded-l-[5px] last:rounded-r-[5px] max-md:px-4 ${key === current ? "bg-sunken font-semibold text-ink" : "text-ink-2 hover:text-ink"}`}
        >
          {text}
        </button>
      ))}
    </div>
  );
}
