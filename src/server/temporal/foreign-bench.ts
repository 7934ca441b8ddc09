/** For tests: a worker for the foreign workflows and a source that shows them, on the cluster TEMPORAL_ADDRESS names. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Client } from "@temporalio/client";
import type { PayloadCodec } from "@temporalio/common";
import { bundleWorkflowCode, NativeConnection, Worker } from "@temporalio/worker";
import * as v from "valibot";
import { expect } from "vitest";
import { readSteps } from "../../contract/read-steps.ts";
import { parseRun, type Run } from "../../contract/run.ts";
import { RunSchema } from "../../contract/run-schema.ts";
import type { RunRef } from "../../contract/run-id.ts";
import type { Step } from "../../contract/step.ts";
import { VIEWER } from "../source-bench.ts";
import { connectCluster } from "./connect.ts";
import * as activities from "./foreign-activities.ts";
import { openTemporalSource, type TemporalSource } from "./temporal-source.ts";

const WORKFLOWS = fileURLToPath(new URL("foreign-workflows.ts", import.meta.url));
/** Takes seconds; the same for every bench of a test file. */
let bundled: ReturnType<typeof bundleWorkflowCode> | undefined;

const silent = { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} };

export interface ForeignBench {
  readonly client: Client;
  readonly source: TemporalSource;
  readonly taskQueue: string;
  /** Under agent 0, checked against the whole schema. */
  read(ref: RunRef): Promise<Run>;
  close(): Promise<void>;
}

/** `codecs` are the worker's and the client's; the source has them only with `isReadable`. */
export async function openForeignBench(codecs: readonly PayloadCodec[] = [], isReadable = true): Promise<ForeignBench> {
  const address = process.env["TEMPORAL_ADDRESS"] ?? "";
  const connection = await NativeConnection.connect({ address });
  const taskQueue = `foreign-${process.pid}-${Date.now()}`;
  const workflowBundle = await (bundled ??= bundleWorkflowCode({ workflowsPath: WORKFLOWS, logger: silent }));
  const dataConverter = { payloadCodecs: [...codecs] };
  const worker = await Worker.create({ connection, taskQueue, workflowBundle, activities, dataConverter });
  const running = worker.run();
  const cluster = connectCluster(process.env, codecs);
  const dataDir = mkdtempSync(path.join(tmpdir(), "runlight-foreign-"));
  const source = await openTemporalSource({ dataDir, speed: 1, env: process.env, codecs: isReadable ? codecs : [] });
  return {
    client: cluster.client,
    source,
    taskQueue,
    async read(ref) {
      const { text } = await source.getRun(0, ref, VIEWER);
      expect(v.safeParse(RunSchema, JSON.parse(text)).issues).toBeUndefined();
      const run = parseRun(text);
      expect(run.extra).toEqual([]);
      return run;
    },
    async close() {
      await source.close();
      await cluster.close();
      worker.shutdown();
      await running;
      await connection.close();
      rmSync(dataDir, { recursive: true });
    },
  };
}

/** The steps as the page reads them. */
export function stepsOf(run: Run): readonly Step[] {
  return readSteps(run.workflowNodes);
}
