/** Visibility follows a moment later: lists wait, for a moment, until it says of a run what this server has said of it. */
import { LRUCache } from "lru-cache";
import { type Budget, createBudget } from "./budget.ts";

const CATCH_UP_MS = 2_500;
const LOOK_AGAIN_MS = 60;
/** The first looks come one after another, then only so many a second. */
const LOOKS_PER_SECOND = 3;
/** Runs asked about in one look. */
const LOOK_MAX = 50;
const SAID_MAX = 5_000;

const NOTHING: ReadonlyMap<string, string> = new Map();

/** What this server knows of a run before visibility does. */
export interface Known {
  readonly workflowId: string;
  readonly temporalRunId: string;
  /** The contract's status word. */
  readonly status: string;
}

/** `look`: the status visibility has of these runs, by run id. */
export function createCatchUp(
  look: (runIds: readonly string[]) => Promise<ReadonlyMap<string, string>>,
  looks: Budget = createBudget(LOOKS_PER_SECOND),
) {
  const awaited = new Map<string, Known & { readonly until: number }>();
  /** The last status said of a run, by run id: most of what happens in a run leaves it as it is. */
  const said = new LRUCache<string, string>({ max: SAID_MAX });
  let looking: Promise<void> | undefined;

  function dropLate(): void {
    for (const [id, one] of awaited) if (one.until <= Date.now()) awaited.delete(id);
  }

  async function goOn(): Promise<void> {
    for (dropLate(); awaited.size > 0; dropLate()) {
      if (looks.take()) {
        const asked = [...awaited.values()].slice(-LOOK_MAX);
        // Where it cannot be asked now, the list itself says so.
        const statuses = await look(asked.map((one) => one.temporalRunId)).catch(() => NOTHING);
        for (const one of asked) {
          const id = one.temporalRunId;
          if (statuses.get(id) === one.status && awaited.get(id) === one) awaited.delete(id);
        }
        if (awaited.size === 0) return;
      }
      await pause(LOOK_AGAIN_MS);
    }
  }

  return {
    /** False when that is known already. */
    note(known: Known): boolean {
      if (said.get(known.temporalRunId) === known.status) return false;
      said.set(known.temporalRunId, known.status);
      awaited.delete(known.temporalRunId);
      awaited.set(known.temporalRunId, { ...known, until: Date.now() + CATCH_UP_MS });
      return true;
    },

    /** True when there was something to wait for. Single flight; nobody waits longer than for what was known by now. */
    async done(): Promise<boolean> {
      dropLate();
      if (awaited.size === 0) return false;
      looking ??= goOn().finally(() => (looking = undefined));
      await Promise.race([looking, pause(CATCH_UP_MS)]);
      return true;
    },
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms).unref());
}
