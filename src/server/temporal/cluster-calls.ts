/** The calls Runlight makes, each with its deadline, in the raw form that keeps payloads as they are. */
import { decodePayloads } from "./decode-payloads.ts";
import type { Cluster } from "./connect.ts";
import type { HistoryEvent } from "./history-event.ts";

const DESCRIBE_MS = 3_000;
const QUERY_MS = 4_000;
const PAGE_MS = 5_000;
const LIST_MS = 5_000;
/** The server holds a long-poll for 20 s at most. */
const WAIT_MS = 25_000;
const PAGE_EVENTS = 256;

export type ClusterCalls = ReturnType<typeof createClusterCalls>;
export type Description = Awaited<ReturnType<ClusterCalls["describe"]>>;
export type Execution = NonNullable<Description["workflowExecutionInfo"]>;

export interface HistoryPage {
  readonly events: readonly HistoryEvent[];
  readonly nextPageToken: Uint8Array | undefined;
}

export function createClusterCalls({ client, namespace }: Cluster) {
  const { workflowService } = client;
  const counts = new Map<string, number>();
  const within = <T>(name: string, ms: number, call: () => Promise<T>): Promise<T> => {
    counts.set(name, (counts.get(name) ?? 0) + 1);
    return client.withDeadline(Date.now() + ms, call);
  };

  return {
    client,

    /** Calls made so far, by kind. */
    counts: counts as ReadonlyMap<string, number>,

    /** Of the newest run of the id, when no run id is given. */
    describe: async (workflowId: string, runId?: string) =>
      decodePayloads(
        client,
        await within("describe", DESCRIBE_MS, () =>
          workflowService.describeWorkflowExecution({ namespace, execution: { workflowId, ...(runId && { runId }) } }),
        ),
      ),

    /** With `isWaiting`, held until there are new events or for 20 s. */
    async history(
      workflowId: string,
      runId: string,
      nextPageToken: Uint8Array | undefined,
      isWaiting: boolean,
      signal?: AbortSignal,
    ): Promise<HistoryPage> {
      const ask = () =>
        workflowService.getWorkflowExecutionHistory({
          namespace,
          execution: { workflowId, runId },
          maximumPageSize: PAGE_EVENTS,
          waitNewEvent: isWaiting,
          ...(nextPageToken && { nextPageToken }),
        });
      const call = (): ReturnType<typeof ask> =>
        within(isWaiting ? "history-wait" : "history", isWaiting ? WAIT_MS : PAGE_MS, ask);
      const answer = await (signal ? client.withAbortSignal(signal, call) : call());
      const token = answer.nextPageToken;
      return {
        events: await decodePayloads(client, answer.history?.events ?? []),
        nextPageToken: token && token.length > 0 ? token : undefined,
      };
    },

    query: (workflowId: string, runId: string, name: string): Promise<unknown> =>
      within("query", QUERY_MS, () => client.workflow.getHandle(workflowId, runId).query(name)),

    list: async (query: string, pageSize: number, nextPageToken?: Uint8Array) =>
      decodePayloads(
        client,
        await within("list", LIST_MS, () =>
          workflowService.listWorkflowExecutions({
            namespace,
            query,
            pageSize,
            ...(nextPageToken && { nextPageToken }),
          }),
        ),
      ),

    count: (query: string) => within("count", LIST_MS, () => client.workflow.count(query)),

    requestCancel: (workflowId: string, runId: string, reason: string) =>
      within("cancel", PAGE_MS, () =>
        workflowService.requestCancelWorkflowExecution({
          namespace,
          workflowExecution: { workflowId, runId },
          identity: "runlight",
          requestId: crypto.randomUUID(),
          reason,
        }),
      ),
  };
}
