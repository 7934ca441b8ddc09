/** Every key of a page, for the help that `?` opens. None of them decides anything. */

export interface KeyLine {
  /** As printed on the keys; two keys pressed one after the other are apart. */
  readonly keys: readonly string[];
  readonly does: string;
  /** A letter or sign alone, wherever the focus is: these can be turned off. */
  readonly isSingle?: boolean;
}

export interface KeyGroup {
  readonly title: string;
  readonly lines: readonly KeyLine[];
}

const line = (keys: string, does: string): KeyLine => ({ keys: keys.split(" "), does });
const single = (keys: string, does: string): KeyLine => ({ ...line(keys, does), isSingle: true });

const EVERYWHERE: KeyGroup = {
  title: "Everywhere",
  lines: [
    line("Ctrl+K", "Commands: go anywhere, do what this page can (⌘K on a Mac)"),
    single("?", "This help"),
    single("g a", "Go to agents"),
    single("g i", "Go to the approvals inbox"),
    line("Tab", "To the next control; the first on a page skips to its content"),
    line("Esc", "Close what is open"),
  ],
};

const STEPS: KeyGroup = {
  title: "Steps",
  lines: [
    single("/", "Find a step"),
    line("↑ ↓", "Step before, step after"),
    line("Home End", "First, last step"),
    line("Enter", "Open the step’s details; fold or unfold iterations"),
    line("→ ←", "Unfold and go in; fold and go out"),
    line("+ −", "Zoom in, zoom out, in timeline and graph"),
    line("0", "The whole run fits again"),
    line("Shift+→", "Move the zoomed timeline"),
  ],
};

const DETAILS: KeyGroup = {
  title: "Step details and payloads",
  lines: [
    line("← →", "Tab before, tab after"),
    line("Esc", "Close the details, back to the step"),
    line("↑ ↓", "Line before, line after in a tree"),
    line("→ ←", "Open, close a part of a tree"),
    line("*", "Open everything within a part"),
  ],
};

const LIST: KeyGroup = {
  title: "List",
  lines: [single("j k", "Next row, row before"), line("Enter", "Open the row")],
};

const AGENTS: KeyGroup = { title: "Agents", lines: [single("/", "Find an agent"), ...LIST.lines] };

const RUN = /^\/agents\/[^/]+\/runs\/[^/]+\/?$/;
const LISTS = /^\/(?:approvals|agents\/[^/]+\/runs)\/?$/;

/** `pathname` as sent. Without single keys the others are left. */
export function keysOf(pathname: string, areSingleOn: boolean): readonly KeyGroup[] {
  const groups = groupsOf(pathname);
  if (areSingleOn) return groups;
  return groups.map(({ title, lines }) => ({ title, lines: lines.filter(({ isSingle }) => !isSingle) }));
}

function groupsOf(pathname: string): readonly KeyGroup[] {
  if (RUN.test(pathname)) return [STEPS, DETAILS, EVERYWHERE];
  if (/^\/agents\/?$/.test(pathname)) return [AGENTS, EVERYWHERE];
  return LISTS.test(pathname) ? [LIST, EVERYWHERE] : [EVERYWHERE];
}
