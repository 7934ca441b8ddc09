/**
 * Tabs that watch the same run share its requests: the one that holds the lock asks, and the others hear its answers. A
 * visible tab leads; hiding it, or pausing, hands over. Nothing is stored, and where the browser lacks Web Locks or
 * channels every tab asks for itself. An answer is taken only from a tab that knows itself signed in as the same person.
 */
import type { Session } from "../contract/session.ts";
import { HOLD_MS } from "../contract/watching.ts";
import { aborted, DEADLINE_MS, type Failed, nextRequest, type Reply } from "./client.ts";
import { sessionQuery } from "./session-query.ts";
import { queries } from "./queries.ts";

/** Longer than any answer of a tab that leads may take; then this tab asks for itself. */
const SILENCE_MS = HOLD_MS + DEADLINE_MS + 2_000;
/** An answer this old tells nothing any more, not even to a hidden tab. */
const HEARD_MAX_MS = 75_000;

type Told =
  | { readonly kind: "reply"; readonly who: string; readonly reply: Sent }
  /** Refused, or no answer came: that is for everybody to find out. */
  | { readonly kind: "ask"; readonly who: string };

/** A reply as it goes through a channel. */
interface Sent extends Omit<Reply, "headers"> {
  readonly headers: readonly (readonly [string, string])[];
}

type Ask = () => Promise<Reply | Failed>;

export type SharedTabs = ReturnType<typeof joinTabs>;

const joined = new Map<string, SharedTabs>();

/** Who this page knows itself signed in as; empty as long as it does not. */
function whoAmI(): string {
  const session = queries.getQueryData<Session>(sessionQuery().queryKey);
  return session ? `${session.source} ${session.viewer.name}` : "";
}

/** Joins the tabs that watch the run at this API path, until the function given back is called. */
export function shareTabs(path: string): () => void {
  const locks: LockManager | null | undefined = navigator.locks;
  if (!locks || typeof BroadcastChannel === "undefined") return () => undefined;
  const tabs = joinTabs(`runlight ${path}`);
  joined.set(path, tabs);
  return () => {
    joined.delete(path);
    tabs.leave();
  };
}

/**
 * The next answer for a page that holds the state `etag` names, from this tab or another one. `isOwn`: a person asked,
 * or the page has nothing yet.
 */
export function askThroughTabs(path: string, etag: string, ask: Ask, signal: AbortSignal): ReturnType<Ask> {
  const tabs = joined.get(path);
  return tabs ? tabs.ask(etag, ask, signal) : ask();
}

/** Lets other tabs hear what this one asked for itself. */
export function tellTabs(path: string, reply: Reply | Failed): void {
  joined.get(path)?.tell(reply);
}

function joinTabs(name: string) {
  const channel = new BroadcastChannel(name);
  let isLeader = false;
  let heard: Sent | undefined;
  let giveUp: (() => void) | undefined;
  /** A tab waits for one answer at a time. */
  let onNews: ((news: Sent | "ask" | "lead") => void) | undefined;

  const isHidden = (): boolean => document.visibilityState === "hidden";

  function stand(): void {
    giveUp?.();
    giveUp = undefined;
    if (isHidden()) return;
    const standing = new AbortController();
    giveUp = () => standing.abort();
    const { signal } = standing;
    const hold = () =>
      new Promise<void>((release) => {
        if (signal.aborted) return release();
        isLeader = true;
        signal.addEventListener("abort", () => {
          isLeader = false;
          release();
        });
        onNews?.("lead");
      });
    navigator.locks.request(name, { signal }, hold).catch(() => undefined);
  }

  channel.onmessage = ({ data }: MessageEvent<Told>) => {
    if (data.who !== whoAmI()) return;
    heard = data.kind === "reply" ? data.reply : undefined;
    onNews?.(data.kind === "reply" ? data.reply : "ask");
  };
  document.addEventListener("visibilitychange", stand);
  stand();

  function tell(reply: Reply | Failed): void {
    const isGood = reply.kind === "reply" && (reply.status === 200 || reply.status === 304);
    const who = whoAmI();
    const told: Told = isGood
      ? { kind: "reply", who, reply: { ...reply, headers: [...reply.headers] } }
      : { kind: "ask", who };
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- A channel reaches its own origin only.
    channel.postMessage(told);
  }

  async function askAndTell(ask: Ask): Promise<Reply | Failed> {
    const reply = await ask();
    tell(reply);
    return reply;
  }

  /** A hidden tab asks only when no tab leads. */
  function askUnlessLed(ask: Ask): Promise<Reply | Failed | undefined> {
    return navigator.locks.request(name, { ifAvailable: true }, (lock) => (lock ? askAndTell(ask) : undefined));
  }

  function listen(signal: AbortSignal): Promise<Sent | "ask" | "lead" | "gone"> {
    return new Promise((resolve) => {
      const end = (news: Sent | "ask" | "lead" | "gone"): void => {
        clearTimeout(timer);
        signal.removeEventListener("abort", onAbort);
        onNews = undefined;
        resolve(news);
      };
      const onAbort = () => end("gone");
      const timer = setTimeout(() => end("ask"), SILENCE_MS);
      signal.addEventListener("abort", onAbort);
      onNews = end;
    });
  }

  return {
    tell,

    async ask(etag: string, ask: Ask, signal: AbortSignal): Promise<Reply | Failed> {
      const unheard = heard;
      heard = undefined;
      if (isLeader) return askAndTell(ask);
      if (unheard && Date.now() - unheard.settledAt < HEARD_MAX_MS && isFor(unheard, etag)) return received(unheard);
      if (isHidden()) {
        const own = await askUnlessLed(ask);
        if (own) return own;
      }
      const news = await listen(signal);
      heard = undefined;
      if (news === "gone") return aborted();
      if (news === "lead") return askAndTell(ask);
      return news !== "ask" && isFor(news, etag) ? received(news) : ask();
    },

    leave(): void {
      document.removeEventListener("visibilitychange", stand);
      giveUp?.();
      channel.close();
    },
  };
}

/** “Unchanged” is said of the state the other tab has. */
function isFor({ status, headers }: Sent, etag: string): boolean {
  return status === 200 || headers.some(([name, value]) => name === "etag" && value === etag);
}

function received(sent: Sent): Reply {
  return { ...sent, request: nextRequest(), headers: new Headers(sent.headers.map(([name, value]) => [name, value])) };
}
