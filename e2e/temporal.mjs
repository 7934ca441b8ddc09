/** A real Temporal server with a worker for the tests: the CLI from TEMPORAL_CLI_PATH, the PATH, or fetched. */
import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { createServer } from "node:net";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const READY_MS = 90_000;

/** The path of Temporal's CLI; undefined when there is none. Throws when TEMPORAL_CLI_PATH names no program. */
export function findCli(env = process.env) {
  if (env.TEMPORAL_CLI_PATH) {
    if (isProgram(env.TEMPORAL_CLI_PATH)) return env.TEMPORAL_CLI_PATH;
    throw new Error(`TEMPORAL_CLI_PATH names ${env.TEMPORAL_CLI_PATH}, which is no program. Correct it or unset it.`);
  }
  const names = process.platform === "win32" ? ["temporal.exe"] : ["temporal"];
  const folders = (env.PATH ?? "").split(delimiter).filter(Boolean);
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isProgram);
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Starts a server on a free port with an in-memory store, and a built worker. Throws when no CLI can be had.
 * `restartWorker` ends the worker and starts another one.
 */
export async function startCluster({ hasWorker = true } = {}) {
  const { TestWorkflowEnvironment } = await import("@temporalio/testing");
  const path = findCli();
  const port = await freePort();
  const executable = path ? { type: "existing-path", path } : { type: "cached-download" };
  const environment = await TestWorkflowEnvironment.createLocal({
    server: { executable, ip: "127.0.0.1", port, log: { format: "pretty", level: "error" } },
  });
  const address = `127.0.0.1:${port}`;
  let worker = hasWorker ? await startWorker(address).catch((error) => teardown(environment, error)) : undefined;
  return {
    address,
    async stopWorker(signal = "SIGTERM") {
      await worker?.stop(signal);
      worker = undefined;
    },
    async startWorker() {
      worker ??= await startWorker(address);
    },
    async stop() {
      await worker?.stop("SIGTERM");
      await environment.teardown();
    },
  };
}

async function teardown(environment, error) {
  await environment.teardown();
  throw error;
}

/** Resolves once the worker says it is ready. */
export function startWorker(address) {
  const child = spawn(process.execPath, [join(root, "dist/server/worker.js")], {
    cwd: root,
    env: { ...process.env, TEMPORAL_ADDRESS: address },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise((resolve) => child.once("close", resolve));
  let output = "";
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new Error(`The worker was not ready within ${READY_MS / 1_000} s: ${output}`));
    }, READY_MS);
    const look = (text) => {
      output += text;
      if (!output.includes("Worker is ready")) return;
      clearTimeout(timer);
      resolve({
        pid: child.pid,
        async stop(signal = "SIGTERM") {
          child.kill(signal);
          await ended;
        },
      });
    };
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", look);
    void ended.then((code) => {
      clearTimeout(timer);
      reject(new Error(`The worker ended with ${code}: ${output}`));
    });
  });
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
