/**
 * For tests: the ways a run's life can end on a cluster, each brought about as it happens there, and what the page must
 * be told then. In a namespace of its own, with a worker of its own, so that a worker can be killed.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Client } from "@temporalio/client";
import { connectCluster } from "./connect.ts";
import { openTemporalSource, type TemporalSource } from "./temporal-source.ts";

const WORKER = fileURLToPath(new URL("../../../dist/server/worker.js", import.meta.url));
const READY_MS = 90_000;
/** Deleting waits for the store of lists, which takes its time. */
const DELETED_MS = 90_000;
const RETENTION = { seconds: 86_400 };

export interface OwnCluster {
  readonly client: Client;
  readonly namespace: string;
  readonly source: TemporalSource;
  /** Another replica, that knows nothing yet. */
  openReplica(): Promise<TemporalSource>;
  startWorker(): Promise<void>;
  /** As a machine that lost its power. */
  killWorker(): Promise<void>;
  /** Retention, at once. */
  loseHistory(workflowId: string, runId: string): Promise<void>;
  close(): Promise<void>;
}

/** On the cluster TEMPORAL_ADDRESS names; throws when it names none. The worker is the built one, and runs. */
export async function openOwnCluster(): Promise<OwnCluster> {
  const address = process.env["TEMPORAL_ADDRESS"];
  if (!address) throw new Error("TEMPORAL_ADDRESS names no cluster");
  const namespace = `lives-${process.pid}-${Date.now()}`;
  const env = { ...process.env, TEMPORAL_NAMESPACE: namespace };
  const cluster = connectCluster(env);
  const { workflowService } = cluster.client;
  await workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod: RETENTION as never });
  await until(() => workflowService.describeNamespace({ namespace }).then(Boolean, () => false));
  const folder = mkdtempSync(path.join(tmpdir(), "runlight-lives-"));
  const open = (name: string) => openTemporalSource({ dataDir: path.join(folder, name), speed: 300, env });
  const source = await open("first");
  let worker: ChildProcess | undefined;

  const own: OwnCluster = {
    client: cluster.client,
    namespace,
    source,
    openReplica: () => open("replica"),
    async startWorker() {
      worker ??= await startWorker(env);
    },
    async killWorker() {
      const ended = worker && once(worker, "exit");
      worker?.kill("SIGKILL");
      await ended;
      worker = undefined;
    },
    async loseHistory(workflowId, runId) {
      await workflowService.deleteWorkflowExecution({ namespace, workflowExecution: { workflowId, runId } });
      const handle = cluster.client.workflow.getHandle(workflowId, runId);
      await until(
        () =>
          handle.describe().then(
            () => false,
            () => true,
          ),
        DELETED_MS,
      );
      source.forget(runId);
    },
    async close() {
      await own.killWorker();
      await source.close();
      await cluster.close();
      rmSync(folder, { recursive: true });
    },
  };
  await own.startWorker();
  return own;
}

export async function until(isSo: () => Promise<boolean>, withinMs = 30_000): Promise<void> {
  for (const endsAt = Date.now() + withinMs; !(await isSo());) {
    if (Date.now() > endsAt) throw new Error(`Not so within ${withinMs} ms`);
    await sleep(25);
  }
}

/** A new namespace is known everywhere only after a while; until then the worker ends at once and is started again. */
async function startWorker(env: NodeJS.ProcessEnv): Promise<ChildProcess> {
  let output = "";
  for (const endsAt = Date.now() + READY_MS; Date.now() < endsAt; await sleep(500)) {
    const child = spawn(process.execPath, [WORKER], { env, stdio: ["ignore", "pipe", "pipe"] });
    const isReady = await new Promise<boolean>((resolve) => {
      child.once("exit", () => resolve(false));
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding("utf8").on("data", (text: string) => {
          output += text;
          if (output.endsWith("\n") && text.includes("Worker is ready")) resolve(true);
        });
    });
    if (isReady) return child;
  }
  throw new Error(`The worker was not ready: ${output}`);
}
