/** `npm run worker`: runs the sample agents on a Temporal cluster. */
import { fileURLToPath } from "node:url";
import { bundleWorkflowCode, NativeConnection, Worker } from "@temporalio/worker";
import { loadClientConnectConfig } from "@temporalio/envconfig";
import { agentStep, approvalRequested } from "./activities.ts";
import { ensureAttributes } from "./attributes.ts";
import { loadCodecs } from "./load-codecs.ts";
import { TASK_QUEUE } from "./names.ts";
import { largePayloadCodec } from "./large-payload-codec.ts";

async function main(): Promise<void> {
  const config = loadClientConnectConfig();
  const codecs = await loadCodecs(process.env, process.cwd());
  const connection = await connect(config.connectionOptions);
  const namespace = config.namespace ?? "default";
  try {
    await ensureAttributes(connection, namespace);
    const workflowBundle = await bundleWorkflowCode({
      workflowsPath: fileURLToPath(new URL("../../src/server/temporal/workflow.ts", import.meta.url)),
      webpackConfigHook: (webpack) => ({
        ...webpack,
        module: {
          ...webpack.module,
          // Sample data is imported as text, as Vite does it.
          rules: [{ resourceQuery: /raw/, type: "asset/source" }, ...(webpack.module?.rules ?? [])],
        },
      }),
      logger: silent,
    });
    const worker = await Worker.create({
      connection,
      namespace,
      taskQueue: TASK_QUEUE,
      workflowBundle,
      activities: { agentStep, approvalRequested },
      dataConverter: { payloadCodecs: [largePayloadCodec, ...codecs] },
      maxConcurrentActivityTaskExecutions: 500,
    });
    console.log(`Worker is ready: task queue ${TASK_QUEUE}, namespace ${namespace}`);
    await worker.run();
  } finally {
    await connection.close();
  }
}

async function connect(options: Parameters<typeof NativeConnection.connect>[0]): Promise<NativeConnection> {
  try {
    return await NativeConnection.connect(options);
  } catch (error) {
    const why = /ConnectionRefused/.test(String(error)) ? "the connection is refused" : String(error).slice(0, 200);
    throw new Error(`Temporal at ${options?.address ?? "localhost:7233"} cannot be reached: ${why}`, { cause: error });
  }
}

const silent = { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error: console.error };

main().catch((error: unknown) => {
  const [line = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
  console.error(`Runlight cannot start a worker: ${line}`);
  process.exit(1);
});
