/** What the command palette offers: places, agents, recent runs, what the page can do, how Runlight looks. */
import type { Agent } from "../contract/pages.ts";
import { readRunLink } from "../contract/run-link.ts";
import { type SavedView, viewPath } from "../api/saved-views.ts";
import { agentsPath, approvalsPath, openRunPath, runPath, runsPath, startRunPath } from "../paths.ts";
import { setDensity } from "../ui/density.ts";
import type { PageAction } from "../ui/page-actions.ts";
import type { RecentRun } from "../ui/recent-runs.ts";
import { setSingleKeys } from "../ui/single-keys.ts";
import { setTimeMode } from "../ui/time-mode.ts";
import { matching } from "./match-words.ts";
import { setTheme } from "./theme.ts";

export interface PaletteItem {
  readonly key: string;
  readonly label: string;
  /** What kind of thing it is, in a word. */
  readonly hint: string;
  /** Where it leads; absent for what is done here. */
  readonly to?: string;
  readonly run?: () => void | Promise<void>;
}

/** Rows shown at most: beyond them typing one letter more is faster than reading. */
const SHOWN_MAX = 50;

interface Offered {
  readonly agents: readonly Agent[];
  readonly recent: readonly RecentRun[];
  readonly actions: readonly PageAction[];
  /** Of runs lists; they fit every agent. */
  readonly views: readonly SavedView[];
  /** Whose page is open: their views come first. */
  readonly agentId: number | undefined;
  readonly canStart: boolean;
  readonly onHelp: () => void;
}

/** Best first. A pasted link or id comes before all else, for it is never meant as a search. */
export function paletteItems(typed: string, offered: Offered): readonly PaletteItem[] {
  const pasted = typed.trim();
  const open = pasted !== "" && readRunLink(pasted).kind === "run" ? [openItem(pasted)] : [];
  const found = matching(typed, allItems(offered), ({ label, hint }) => `${label} ${hint}`);
  // An id without its agent looks like any word: the link doctor asks which agent is meant.
  const last = pasted !== "" && open.length === 0 ? [openItem(pasted)] : [];
  return [...open, ...found.slice(0, SHOWN_MAX), ...last];
}

function openItem(pasted: string): PaletteItem {
  return { key: "open", label: `Open ${pasted.slice(0, 100)}`, hint: "Link or id", to: openRunPath(pasted) };
}

function allItems(offered: Offered): readonly PaletteItem[] {
  const { agents, recent, actions, views, agentId, canStart, onHelp } = offered;
  const named = new Map(agents.map(({ id, name }) => [id, name || `Agent ${id}`]));
  return [
    ...actions.map(({ label, run }) => ({ key: `do ${label}`, label, hint: "This page", run })),
    ...[...named].filter(([id]) => id === agentId).flatMap((agent) => viewItems(agent, views)),
    { key: "approvals", label: "Approvals", hint: "Page", to: approvalsPath() },
    { key: "agents", label: "Agents", hint: "Page", to: agentsPath() },
    ...recent.map(({ agentId, runId }) => ({
      key: `run ${agentId} ${runId}`,
      label: runId,
      hint: `Recent · ${named.get(agentId) ?? `Agent ${agentId}`}`,
      to: runPath(agentId, runId),
    })),
    ...[...named].map(([id, name]) => ({ key: `agent ${id}`, label: name, hint: "Runs of agent", to: runsPath(id) })),
    ...(canStart ? [...named] : []).map(([id, name]) => ({
      key: `start ${id}`,
      label: `Start a run of ${name}…`,
      hint: "Agent",
      to: startRunPath(id),
    })),
    { key: "link", label: "Open a link or id…", hint: "Page", to: openRunPath() },
    { key: "keys", label: "Keys of this page", hint: "Help", run: onHelp },
    ...SETTINGS,
    ...[...named].filter(([id]) => id !== agentId).flatMap((agent) => viewItems(agent, views)),
  ];
}

function viewItems([id, name]: readonly [number, string], views: readonly SavedView[]): readonly PaletteItem[] {
  return views.map((view) => ({
    key: `view ${id} ${view.name}`,
    label: view.name,
    hint: `View · ${name}`,
    to: viewPath(id, view.filters),
  }));
}

const setting = (label: string, run: () => void): PaletteItem => ({ key: label, label, hint: "Setting", run });

const SETTINGS: readonly PaletteItem[] = [
  setting("Theme: light", () => setTheme("light")),
  setting("Theme: dark", () => setTheme("dark")),
  setting("Theme: as the system", () => setTheme("system")),
  setting("Times: local", () => setTimeMode("local")),
  setting("Times: UTC", () => setTimeMode("utc")),
  setting("Times: relative", () => setTimeMode("relative")),
  setting("Rows: comfortable", () => setDensity("comfortable")),
  setting("Rows: compact", () => setDensity("compact")),
  setting("Single keys: on", () => setSingleKeys("on")),
  setting("Single keys: off", () => setSingleKeys("off")),
];
