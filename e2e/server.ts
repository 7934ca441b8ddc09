/** The built server as a process of its own, for browser tests: one per worker, and special ones on demand. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test as base, expect } from "@playwright/test";

const root = fileURLToPath(new URL("..", import.meta.url));
const READY_MS = 20_000;
const STOP_MS = 10_000;

export interface StartedRun {
  readonly id: string;
  readonly agentId: number;
  readonly workflowId: string;
  readonly temporalRunId: string;
}

export interface RunlightServer {
  /** Without a slash at the end. */
  readonly url: string;
  readonly dataDir: string;
  readonly pid: number;
  /** Starts a run through the API; throws when it is refused. */
  startRun(agentId: number, input?: unknown): Promise<StartedRun>;
  /** A GET of the API: `get("/api/v1/agents")`. */
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  /** What it wrote to stdout and stderr so far. */
  output(): string;
  /** Ends the process and waits for it; SIGTERM unless told. The data folder stays until `remove`. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** Ends the process and deletes its data folder, unless the folder was given. */
  remove(): Promise<void>;
}

export interface ServerOptions {
  /** More flags; a later flag wins over the defaults `--port 0 --speed 50`. */
  readonly args?: readonly string[];
  /** An existing data folder, for a restart; else a new one in the temporary folder. */
  readonly dataDir?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts `dist/server/main.js` on a free port of loopback. Throws with its output when it does not get ready. */
export async function startServer(options: ServerOptions = {}): Promise<RunlightServer> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), "runlight-e2e-")));
  const args = ["dist/server/main.js", "--port", "0", "--data-dir", dataDir, "--speed", "50", ...(options.args ?? [])];
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...cleanEnv(), ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const url = await new Promise<string>((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`The server ${why}. Its output:\n${output}`));
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      fail(`was not ready within ${READY_MS} ms`);
    }, READY_MS);
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const found = /Runlight is ready: (http:\/\/[^\s"\\]+)/.exec(output);
      if (!found?.[1]) return;
      clearTimeout(timer);
      resolve(found[1].replace(/\/$/, ""));
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.on("error", (error) => fail(`did not start: ${error.message}`));
    child.on("exit", (code) => {
      clearTimeout(timer);
      fail(`ended with ${code} before it was ready`);
    });
  });
  const stop = (signal: NodeJS.Signals = "SIGTERM") => endProcess(child, signal);
  return {
    url,
    dataDir,
    pid: child.pid ?? 0,
    output: () => output,
    stop,
    remove: async () => {
      await stop();
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
    },
    get: (path, headers = {}) => fetch(url + path, { headers }),
    startRun: async (agentId, input = {}) => {
      const response = await fetch(`${url}/api/v1/agents/${agentId}/runs`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ input }),
      });
      const text = await response.text();
      if (response.status !== 201) throw new Error(`Starting a run of agent ${agentId}: ${response.status} ${text}`);
      return JSON.parse(text) as StartedRun;
    },
  };
}

/** Settings of the person who runs the tests must not reach the server under test. */
function cleanEnv(): NodeJS.ProcessEnv {
  const ours = /^(PORT|HOST|NODE_OPTIONS|RUNLIGHT_.*|MODUS_.*|TEMPORAL_.*)$/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
}

async function endProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill(signal);
  const timer = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
  await ended;
  clearTimeout(timer);
}

/**
 * `server` is shared by the tests of one worker, and `page.goto("/agents")` goes to it; other flags for a file by
 * `test.use({ serverArgs: ["--speed", "5"] })`. A page error or a refusal by the content security policy fails the test.
 */
export const test = base.extend<object, { serverArgs: readonly string[]; server: RunlightServer }>({
  serverArgs: [[], { option: true, scope: "worker" }],
  server: [
    async ({ serverArgs }, use) => {
      const server = await startServer({ args: serverArgs });
      await use(server);
      await server.remove();
    },
    { scope: "worker" },
  ],
  baseURL: async ({ server }, use) => use(server.url),
  context: async ({ context }, use) => {
    const errors: string[] = [];
    context.on("weberror", (error) => errors.push(String(error.error().stack ?? error.error())));
    context.on("console", (message) => {
      if (/Content Security Policy|TrustedScript|TrustedHTML/.test(message.text())) errors.push(message.text());
    });
    await use(context);
    expect(errors, "uncaught errors in the page").toEqual([]);
  },
});
