/** The segmented switch: one of few looks is picked, arrow keys move. What it shares with tabs lives here too. */
import type { KeyboardEvent, ReactNode } from "react";

export interface TabItem<Key extends string> {
  readonly key: Key;
  readonly label: ReactNode;
  /** Greyed, still readable and reachable: there is nothing behind it. */
  readonly isEmpty?: boolean;
}

/** What tabs and switches are given. */
export interface PickProps<Key extends string> {
  readonly label: string;
  readonly items: readonly TabItem<Key>[];
  readonly current: Key;
  readonly onPick: (key: Key) => void;
}

/** Arrow keys, Home and End among the siblings of a focused tab or radio; moving picks, as both patterns ask. */
export function moveFocus(event: KeyboardEvent<HTMLElement>): void {
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
export function Segmented<Key extends string>(props: PickProps<Key>) {
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
