/**
 * What waits across agents: the API lists it per agent only, so every agent is asked, four at a time, and the answer is
 * kept for half a minute per token.
 */
import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import { readApproval } from "../../contract/read-approval.ts";
import { readJson } from "../../contract/json.ts";
import { Payload } from "../../contract/payload.ts";
import type { JsonText } from "../../contract/run-events.ts";
import { ProblemError } from "../problems.ts";
import type { AgentsQuery, Page } from "../source.ts";
import type { Bearer, ModusCalls } from "./modus-calls.ts";
import { agentsPath, runsPath } from "./modus-paths.ts";
import { agentIdOf, readAgents, readRuns, readWaiting } from "./read-answers.ts";
import { badUpstream } from "./upstream-refusals.ts";

const AT_ONCE = 4;
const KEPT_MS = 30_000;
const TOKENS_KEPT = 100;
const PAGE_SIZE = 100;
/** Of one list; more is a list that never ends. */
const PAGES_MAX = 100;

export type Scope = "mine" | "all";

interface Waiting {
  /** When it must be answered, then which run: the order of the inbox. */
  readonly place: Place;
  readonly agentId: number;
  readonly text: JsonText;
}

type Place = readonly [deadline: number, id: string];

interface Snapshot {
  readonly asOf: string;
  readonly waiting: readonly Waiting[];
}

export interface WaitingApprovals {
  /** `mayShow` says which agents' requests this viewer gets to see. */
  page(query: AgentsQuery & { scope: Scope }, bearer: Bearer, mayShow: (agentId: number) => boolean): Promise<Page>;
}

export function createWaitingApprovals(calls: ModusCalls, now: () => number): WaitingApprovals {
  const kept = new LRUCache<string, Promise<Snapshot>>({
    max: TOKENS_KEPT,
    ttl: KEPT_MS,
    ttlResolution: 0,
    perf: { now },
  });

  function snapshotOf(scope: Scope, bearer: Bearer): Promise<Snapshot> {
    const key = createHash("sha256").update(`${scope} ${bearer.token}`).digest("hex");
    const known = kept.get(key);
    if (known) return known;
    const asked = ask(scope, bearer);
    kept.set(key, asked);
    // A failure is told to everybody who waited for this answer, and kept for nobody else.
    asked.catch(() => kept.delete(key));
    return asked;
  }

  async function ask(scope: Scope, bearer: Bearer): Promise<Snapshot> {
    const asOf = new Date(now()).toISOString();
    const agents = await all((after) =>
      calls.get("agents", agentsPath({ pageSize: PAGE_SIZE, after }), bearer).then((text) => readAgents(text)),
    );
    const ids = agents.flatMap((item) => agentIdOf(readJson(item)) ?? []);
    const waiting: Waiting[] = [];
    const worker = async (): Promise<void> => {
      for (let id = ids.shift(); id !== undefined; id = ids.shift())
        waiting.push(...(await askAgent(id, scope, bearer)));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    return { asOf, waiting: waiting.toSorted((a, b) => compare(a.place, b.place)) };
  }

  async function askAgent(agentId: number, scope: Scope, bearer: Bearer): Promise<Waiting[]> {
    const query = { pageSize: PAGE_SIZE, status: "awaiting_human", approvalScope: scope, search: "" };
    try {
      const items = await all(async (after) =>
        readRuns(await calls.get("runs", runsPath(agentId, { ...query, after }), bearer), agentId),
      );
      return items.flatMap((item) => waitingOf(item, agentId));
    } catch (error) {
      // Seeing an agent and seeing its runs are two permissions.
      const isHidden =
        error instanceof ProblemError && (error.problem === "not-found" || error.problem === "forbidden");
      if (isHidden) return [];
      throw error;
    }
  }

  return {
    async page({ pageSize, after, scope }, bearer, mayShow) {
      const { asOf, waiting } = await snapshotOf(scope, bearer);
      const from = after === "" ? undefined : (JSON.parse(after) as Place);
      const rest = waiting.filter(
        (one) => mayShow(one.agentId) && (from === undefined || compare(one.place, from) > 0),
      );
      const shown = rest.slice(0, pageSize);
      const last = shown[shown.length - 1];
      const items = shown.map(({ text }) => text);
      return last && rest.length > shown.length ? { items, asOf, next: JSON.stringify(last.place) } : { items, asOf };
    },
  };
}

/** Every item of a list. */
async function all(ask: (after: string) => Promise<Page>): Promise<JsonText[]> {
  const items: JsonText[] = [];
  let after: string | undefined = "";
  for (let pages = 0; after !== undefined; pages++) {
    if (pages === PAGES_MAX) throw badUpstream("A list of Modus does not end.");
    const page: Page = await ask(after);
    items.push(...page.items);
    after = page.next;
  }
  return items;
}

function waitingOf(item: JsonText, agentId: number): Waiting[] {
  const run = readWaiting(item, agentId);
  if (!run) return [];
  const request = run.request === undefined ? undefined : new Payload(run.request);
  const deadline = readApproval(request, "awaiting_human")?.expiresAt ?? Number.MAX_SAFE_INTEGER;
  return [{ place: [deadline, run.id], agentId, text: run.text }];
}

function compare(a: Place, b: Place): number {
  return a[0] - b[0] || (a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0);
}
