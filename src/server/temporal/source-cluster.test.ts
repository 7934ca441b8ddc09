/** The Temporal source keeps the contract every source keeps, on a real server. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { connectCluster } from "./connect.ts";
import { describeSourceContract } from "../source-contract.ts";
import { openTemporalSource } from "./temporal-source.ts";

describeSourceContract("temporal", async () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), "runlight-temporal-"));
  const env = { ...process.env };
  const source = await openTemporalSource({ dataDir, speed: 300, env });
  const cluster = connectCluster(env);
  return {
    source,
    task: { agentId: 42, input: "{}" },
    approval: { agentId: 57, input: "{}" },
    expiring: { agentId: 58, input: "{}" },
    failing: { agentId: 59, input: "{}" },
    loseHistory: async (_agentId, ref) => {
      const { workflowId, temporalRunId = "" } = ref;
      await cluster.client.workflowService.deleteWorkflowExecution({
        namespace: cluster.namespace,
        workflowExecution: { workflowId, runId: temporalRunId },
      });
      // Deleting is a task of the server's own; it is done once the run cannot be described any more.
      const isThere = () =>
        cluster.client.workflow
          .getHandle(workflowId, temporalRunId)
          .describe()
          .then(
            () => true,
            () => false,
          );
      while (await isThere()) await sleep(20);
      source.forget(temporalRunId);
    },
    close: async () => {
      await source.close();
      await cluster.close();
      rmSync(dataDir, { recursive: true });
    },
  };
});
