/**
 * The watchers of all runs. One belongs to a run and a permission scope: viewers of one scope see the same, so one
 * reading serves them all, and nobody is ever answered from what another scope may see.
 */
import type { JsonText } from "../../contract/run-events.ts";
import type { RunRef } from "../../contract/run-id.ts";
import type { Source, Viewer } from "../source.ts";
import { createRunWatch, type RunWatch } from "./run-watch.ts";
import { createUpstreamPace } from "./upstream-pace.ts";
import { createWaitingRoom, type WaitingRoom } from "./waiting-room.ts";

const DROP_AFTER_MS = 30_000;
const TEND_EVERY_MS = 2_500;
/** Watchers, and UTF-16 units in all of them, beyond which those nobody waits for go, least recently used first. */
const WATCHES_MAX = 5_000;
const CHARS_MAX = 64 * 1_024 * 1_024;

export interface RunWatches {
  readonly room: WaitingRoom;
  of(agentId: number, ref: RunRef, viewer: Viewer): RunWatch;
  /** This process has done something to the run: whoever asks next hears of it. */
  tell(agentId: number, ref: RunRef): void;
  /** For the metrics. */
  counts(): { readonly watched: number; readonly held: number; readonly readings: number };
  close(): void;
}

interface Watched {
  readonly watch: RunWatch;
  readonly agentId: number;
  readonly workflowId: string;
}

export function createRunWatches(
  source: Source,
  mask: (text: JsonText) => JsonText,
  stopping?: AbortSignal,
): RunWatches {
  const room = createWaitingRoom(stopping);
  const watches = new Map<string, Watched>();
  let readings = 0;
  let tending: NodeJS.Timeout | undefined;

  function open(agentId: number, ref: RunRef): RunWatch {
    const { watchRun } = source;
    return createRunWatch({
      read: async (viewer) => {
        readings++;
        return (await source.getRun(agentId, ref, viewer)).text;
      },
      mask,
      ...(watchRun && { listen: (listener, viewer) => watchRun(agentId, ref, viewer, listener) }),
      pace: createUpstreamPace({ agentId, ...ref }, Math.floor(Math.random() * 2 ** 32)),
      room,
    });
  }

  function drop(key: string, { watch }: Watched): void {
    watches.delete(key);
    watch.close();
  }

  function tend(): void {
    let chars = 0;
    for (const { watch } of watches.values()) chars += watch.size;
    for (const [key, one] of watches) {
      one.watch.tend();
      const isTooMuch = watches.size > WATCHES_MAX || chars > CHARS_MAX;
      const isUnused = one.watch.idleMs > (isTooMuch ? 0 : DROP_AFTER_MS);
      if (!isUnused && !one.watch.isEmpty) continue;
      chars -= one.watch.size;
      drop(key, one);
    }
    if (watches.size > 0) return;
    clearInterval(tending);
    tending = undefined;
  }

  return {
    room,
    of(agentId, ref, viewer) {
      const key = JSON.stringify([viewer.scope, agentId, ref.workflowId, ref.temporalRunId ?? ""]);
      const known = watches.get(key);
      const one = known ?? { watch: open(agentId, ref), agentId, workflowId: ref.workflowId };
      // The last used is the last in the map.
      watches.delete(key);
      watches.set(key, one);
      tending ??= setInterval(tend, TEND_EVERY_MS).unref();
      if (!known && watches.size > WATCHES_MAX) tend();
      return one.watch;
    },
    tell(agentId, ref) {
      for (const one of watches.values())
        if (one.agentId === agentId && one.workflowId === ref.workflowId) one.watch.tell();
    },
    counts: () => ({ watched: watches.size, held: room.size, readings }),
    close() {
      clearInterval(tending);
      for (const [key, one] of watches) drop(key, one);
    },
  };
}
