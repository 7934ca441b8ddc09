/**
 * Whether the workers of a task queue answer. Asked every few seconds of two of its runs, however many are watched: a
 * query costs a worker time and a cloud money. What they say is told to all of them, so that everybody hears of a
 * worker's death soon.
 */
import type { Budget } from "./budget.ts";
import type { CallFailure } from "./call-errors.ts";

/** With the deadline of a query, 4 s, a death is heard of within 10 s. */
const ASK_EVERY_MS = 4_000;
/** How long a silent queue is left alone. */
const ASK_SILENT_EVERY_MS = 12_000;
const TICK_MS = 1_000;
/** One alone may be stuck by its own fault. */
const AT_ONCE = 2;

export interface QueueMember {
  /** Asks the workflow; what failed, or undefined when it answered. */
  ask(): Promise<CallFailure | undefined>;
  /** True while the run itself did not answer when it was asked last. */
  isFailing(): boolean;
  /** The queue fell silent, or speaks again. */
  changed(): void;
}

interface Queue {
  /** Who was asked longest ago first. */
  readonly members: Set<QueueMember>;
  silence: CallFailure | undefined;
  /** Epoch ms. */
  nextAt: number;
  isAsking: boolean;
}

export type QueueHealth = ReturnType<typeof createQueueHealth>;

export function isSilence(failure: CallFailure | undefined): boolean {
  return failure === "no-worker" || failure === "deadline";
}

export function createQueueHealth(queries: Budget) {
  const queues = new Map<string, Queue>();
  let ticking: NodeJS.Timeout | undefined;

  function tick(): void {
    for (const queue of queues.values()) if (Date.now() >= queue.nextAt) void ask(queue);
  }

  function become(queue: Queue, silence: CallFailure | undefined): void {
    queue.nextAt = Date.now() + (silence === undefined ? ASK_EVERY_MS : ASK_SILENT_EVERY_MS);
    if (queue.silence === silence) return;
    queue.silence = silence;
    for (const member of queue.members) member.changed();
  }

  /** Single flight. */
  async function ask(queue: Queue): Promise<void> {
    if (queue.isAsking) return;
    const inTurn = [...queue.members].toSorted((a, b) => Number(a.isFailing()) - Number(b.isFailing()));
    const asked = inTurn.slice(0, AT_ONCE).filter(() => queries.take());
    if (asked.length === 0) return;
    queue.isAsking = true;
    for (const member of asked) if (queue.members.delete(member)) queue.members.add(member);
    const failures = await Promise.all(asked.map((member) => member.ask()));
    queue.isAsking = false;
    const isSilent = failures.includes("no-worker") || failures.every(isSilence);
    become(queue, isSilent ? failures.find(isSilence) : undefined);
  }

  return {
    /** Takes part until the function given back is called. */
    join(name: string, member: QueueMember): () => void {
      const first = { members: new Set<QueueMember>(), silence: undefined, nextAt: 0, isAsking: false };
      const queue = queues.get(name) ?? { ...first, nextAt: Date.now() + ASK_EVERY_MS };
      queues.set(name, queue);
      queue.members.add(member);
      ticking ??= setInterval(tick, TICK_MS).unref();
      return () => {
        queue.members.delete(member);
        if (queue.members.size === 0 && queues.get(name) === queue) queues.delete(name);
        if (queues.size > 0) return;
        clearInterval(ticking);
        ticking = undefined;
      };
    },

    /** Undefined while its workers answer, or nobody has found out. */
    silenceOf: (name: string): CallFailure | undefined => queues.get(name)?.silence,

    /** A worker of this queue has done something, or answered. */
    alive(name: string): void {
      const queue = queues.get(name);
      if (queue) become(queue, undefined);
    },

    /** A run of this queue did not answer: the others are asked at once whether it is alone with that. */
    failed(name: string, failure: CallFailure): void {
      const queue = queues.get(name);
      if (!queue || !isSilence(failure)) return;
      if (failure === "no-worker" || queue.members.size === 1) become(queue, failure);
      else void ask(queue);
    },
  };
}
