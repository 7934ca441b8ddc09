/**
 * What tabs agree on, so that one thing is told once and by one of them: which hidden tab asks, what somebody looks at,
 * and what was told. By Web Locks, which never tell two tabs different things; without them each tab is alone.
 */
import * as v from "valibot";
import { readJson } from "../contract/json.ts";
import { toPlain } from "../contract/runlight.ts";
import { TOLD_KEY } from "./person-memory.ts";

/** Keys remembered; the oldest goes first. */
export const TOLD_MAX = 300;
/** What a tab writes reaches the storage of others a moment after a lock does. */
const CLAIM_MS = 5_000;

const ToldSchema = v.object({ who: v.string(), keys: v.array(v.string()) });

let lookedAt: string | undefined;

const locks = (): LockManager | undefined => navigator.locks as LockManager | undefined;

/** Of all tabs that call this one at a time leads, until the function given back is called. */
export function lead(onLead: (isLeader: boolean) => void): () => void {
  return hold("runlight notices", "exclusive", onLead);
}

/** Tells all tabs that somebody looks at `what` in this one, until the function given back is called. */
export function lookAt(what: string): () => void {
  lookedAt = what;
  const release = hold(lookName(what), "shared", () => undefined);
  return () => {
    if (lookedAt === what) lookedAt = undefined;
    release();
  };
}

/** Whether somebody looks at one of these, in any tab. */
export async function isLookedAt(...what: readonly string[]): Promise<boolean> {
  if (lookedAt !== undefined && what.includes(lookedAt)) return true;
  const names = what.map(lookName);
  const { held = [] } = (await locks()?.query()) ?? {};
  return held.some(({ name }) => name !== undefined && names.includes(name));
}

const lookName = (what: string): string => `runlight looks at ${what}`;

/** True for one caller only, of all tabs, and never again as long as it is remembered. `who`: whose news it is. */
export function claim(who: string, key: string): Promise<boolean> {
  const all = locks();
  if (!all) return Promise.resolve(note(who, key));
  return new Promise((resolve) => {
    const take = (lock: Lock | null) => {
      resolve(lock !== null && note(who, key));
      return lock && new Promise((release) => setTimeout(release, CLAIM_MS));
    };
    all.request(`runlight tells ${key}`, { ifAvailable: true }, take).catch(() => resolve(false));
  });
}

/** What stood before somebody's eyes is not told any more. */
export function noteTold(who: string, keys: readonly string[]): void {
  const told = readTold(who);
  const fresh = keys.filter((key) => !told.includes(key));
  if (fresh.length > 0) write(who, [...fresh, ...told]);
}

/** False when it was there already. */
function note(who: string, key: string): boolean {
  const told = readTold(who);
  if (told.includes(key)) return false;
  write(who, [key, ...told]);
  return true;
}

function write(who: string, keys: readonly string[]): void {
  try {
    localStorage.setItem(TOLD_KEY, JSON.stringify({ who, keys: keys.slice(0, TOLD_MAX) }));
  } catch {
    // Full or forbidden: then only the tabs that are open know.
  }
}

/** Newest first; nobody else's. */
function readTold(who: string): readonly string[] {
  try {
    const stored = v.safeParse(ToldSchema, toPlain(readJson(localStorage.getItem(TOLD_KEY) ?? "{}")));
    return stored.success && stored.output.who === who ? stored.output.keys.slice(0, TOLD_MAX) : [];
  } catch {
    return [];
  }
}

function hold(name: string, mode: LockMode, onHold: (isHeld: boolean) => void): () => void {
  const all = locks();
  if (!all) {
    onHold(true);
    return () => onHold(false);
  }
  const standing = new AbortController();
  const { signal } = standing;
  const held = () =>
    new Promise<void>((release) => {
      if (signal.aborted) return release();
      onHold(true);
      signal.addEventListener("abort", () => {
        onHold(false);
        release();
      });
    });
  all.request(name, { mode, signal }, held).catch(() => undefined);
  return () => standing.abort();
}
