/** Named filters of runs lists, kept in this browser. They fit every agent, and an address says all that a view says. */
import { useSyncExternalStore } from "react";
import { runsPath } from "../paths.ts";
import { filtersOf, readRunsPlace, type RunsPlace } from "./runs-place.ts";

export interface SavedView {
  readonly name: string;
  readonly filters: Omit<RunsPlace, "agentId" | "pageToken">;
}

export const NAME_MAX = 40;
const VIEWS_MAX = 20;
const KEY = "runlight.views";
/** What stood there and could not be read: set aside once, before the first view of ours is written over it. */
const ASIDE_KEY = "runlight.views.unread";
/** Until somebody keeps, renames or deletes one. */
const FIRST: readonly SavedView[] = [
  viewOf("Failed in 24 hours", "status=error&timeframe=last_day"),
  viewOf("Waiting for me", "status=awaiting_human&approvalScope=mine"),
];

function viewOf(name: string, query: string): SavedView {
  const { agentId: _, pageToken: __, ...filters } = readRunsPlace("", new URLSearchParams(query));
  return { name, filters };
}

/** A view's link, and what two places are compared by: the page of a list is no part of it. */
export function viewPath(agentId: number, filters: SavedView["filters"]): string {
  return runsPath(agentId, filtersOf({ ...filters, pageToken: undefined }));
}

interface Kept {
  readonly views: readonly SavedView[];
  /** Entries that are not ours, or not of this version: written back as they are. */
  readonly others: readonly unknown[];
}

/** `text`: as stored. Undefined when it is no list of ours at all. */
export function readViews(text: string): Kept | undefined {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!Array.isArray(list)) return undefined;
  const views: SavedView[] = [];
  const others: unknown[] = [];
  for (const entry of list as unknown[]) {
    const { name, query } = (typeof entry === "object" && entry !== null ? entry : {}) as Record<string, unknown>;
    const isOurs = typeof query === "string" && typeof name === "string" && nameFault(name, views) === undefined;
    if (isOurs && views.length < VIEWS_MAX) views.push(viewOf(name, query));
    else others.push(entry);
  }
  return { views, others };
}

export function writeViews({ views, others }: Kept): string {
  const ours = views.map(({ name, filters }) => ({ name, query: viewPath(0, filters).split("?")[1] ?? "" }));
  return JSON.stringify([...ours, ...others]);
}

/** Why a view cannot be called this beside the `others`; undefined when it can. */
export function nameFault(name: string, others: readonly SavedView[]): string | undefined {
  const trimmed = name.trim();
  if (trimmed === "") return "A view needs a name.";
  if ([...trimmed].length > NAME_MAX) return `A name has at most ${NAME_MAX} characters.`;
  if (others.some((one) => one.name.trim() === trimmed)) return "There is a view of that name.";
  return others.length >= VIEWS_MAX ? `There are ${VIEWS_MAX} views; delete one first.` : undefined;
}

const listeners = new Set<() => void>();

function stored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** False when this browser keeps nothing: then all is as it was. */
export function keepViews(views: readonly SavedView[]): boolean {
  const text = stored();
  const kept = text === null ? undefined : readViews(text);
  try {
    if (text !== null && kept === undefined) localStorage.setItem(ASIDE_KEY, text);
    localStorage.setItem(KEY, writeViews({ views, others: kept?.others ?? [] }));
  } catch {
    return false;
  }
  for (const listener of listeners) listener();
  return true;
}

/** In the order they were kept; follows other tabs. */
export function useSavedViews(): readonly SavedView[] {
  const text = useSyncExternalStore(subscribe, stored);
  return (text === null ? undefined : readViews(text)?.views) ?? FIRST;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", listener);
  };
}
