/**
 * Which page stands at the address. A page that is not there yet is loaded first: until then the one before stays, under
 * its own address. The last one asked for wins.
 */
import type { ComponentType } from "react";
import { matchPath, type Params } from "./match-path.ts";
import { keepScroll } from "./scroll-place.ts";

export interface Place {
  /** As sent: nothing of it is decoded. */
  readonly pathname: string;
  /** With its `?`, or empty. */
  readonly search: string;
  readonly hash: string;
  /** What the link gave along; stays with this entry of the history. */
  readonly state: unknown;
  /** Of this entry of the history. */
  readonly key: string;
}

/** The first one that fits is taken. */
export interface Route {
  readonly path: string;
  /** Loads the page; asked once, and again after a failure. */
  readonly load?: (place: Place, params: Params) => Promise<ComponentType>;
  /** The page itself, where nothing has to be loaded. */
  readonly Page?: ComponentType;
  /** The address to go to instead. */
  readonly redirect?: (params: Params) => string;
}

export interface Shown {
  readonly place: Place;
  readonly params: Params;
  /** Undefined while the first page is on its way, or when it did not come. */
  readonly Page?: ComponentType | undefined;
  /** Why the page did not come. */
  readonly failure?: { readonly error: unknown };
  /** How the address came to be; undefined for the first one. */
  readonly by?: Move;
  readonly isScrollKept?: boolean;
}

type Move = "push" | "replace" | "pop";

export interface GoOptions {
  /** Leaves no step back to the address before. */
  readonly replace?: boolean;
  readonly state?: unknown;
  /** Where one was on the page stays: it is the same page. */
  readonly isScrollKept?: boolean;
}

export interface Router {
  readonly getShown: () => Shown;
  /** Resolves when the first page can be shown, or did not come. */
  readonly isReady: Promise<void>;
  /** `path` begins with one slash: it was built by `paths.ts`. */
  readonly navigate: (path: string, options?: GoOptions) => void;
  /** Follows the browser's own steps back and forward, and tells what is shown, until the returned function is called. */
  readonly follow: (onChange: () => void) => () => void;
}

export function createRouter(routes: readonly Route[]): Router {
  const loaded = new Map<Route, ComponentType>();
  let onChange: (() => void) | undefined;
  let shown: Shown = { place: readPlace(), params: {} };
  let asked = 0;

  const show = (next: Shown): void => {
    if (next.by) keepScroll(shown.place.key);
    if (next.by === "push" || next.by === "replace") write(next.by, next.place);
    shown = next;
    onChange?.();
  };

  const open = (place: Place, how: Pick<Shown, "by" | "isScrollKept">): void | Promise<void> => {
    const request = ++asked;
    for (const route of routes) {
      const params = matchPath(route.path, place.pathname);
      if (!params) continue;
      const { redirect, load } = route;
      if (redirect) return open(placeAt(redirect(params)), { ...how, by: how.by === "push" ? "push" : "replace" });
      const Page = route.Page ?? loaded.get(route);
      if (Page) return show({ place, params, Page, ...how });
      return load?.(place, params).then(
        (Page) => {
          loaded.set(route, Page);
          if (request === asked) show({ place, params, Page, ...how });
        },
        (error: unknown) => {
          if (request === asked) show({ place, params, failure: { error }, ...how });
        },
      );
    }
  };

  return {
    getShown: () => shown,
    isReady: Promise.resolve(open(shown.place, {})),
    navigate: (path, { replace, state, isScrollKept = false } = {}) => {
      const place = placeAt(path, state);
      // The same address once more is no step of its own.
      const isSame = hrefOf(place) === hrefOf(shown.place);
      void open(place, { by: (replace ?? isSame) ? "replace" : "push", isScrollKept });
    },
    follow: (listener) => {
      onChange = listener;
      const onPop = () => void open(readPlace(), { by: "pop" });
      window.addEventListener("popstate", onPop);
      return () => {
        onChange = undefined;
        window.removeEventListener("popstate", onPop);
      };
    },
  };
}

/** An entry of the history that is none of ours becomes one. */
function readPlace(): Place {
  const { pathname, search, hash } = window.location;
  const kept = (window.history.state ?? {}) as { key?: unknown; state?: unknown };
  if (typeof kept.key === "string") return { pathname, search, hash, key: kept.key, state: kept.state };
  const place = { pathname, search, hash, key: newKey(), state: undefined };
  write("replace", place);
  return place;
}

function newKey(): string {
  return Math.random().toString(36).slice(2);
}

function placeAt(path: string, state?: unknown): Place {
  const { pathname, search, hash } = new URL(path, window.location.href);
  return { pathname, search, hash, state, key: newKey() };
}

function hrefOf({ pathname, search, hash }: Place): string {
  return pathname + search + hash;
}

function write(by: "push" | "replace", place: Place): void {
  const { key, state } = place;
  try {
    window.history[`${by}State`]({ key, state }, "", hrefOf(place));
  } catch {
    // Browsers refuse more than some hundred changes in half a minute: then the address lags, and the page is right.
  }
}
