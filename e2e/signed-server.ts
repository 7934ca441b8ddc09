/** A server where people have to sign in: access tokens of a file, and a real OpenID provider beside it when asked for. */
import { type ChildProcess, spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { type RunlightServer, startServer } from "./server.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

export interface SignedServer extends RunlightServer {
  /** May do everything, and may only look. */
  readonly tokens: { readonly ann: string; readonly vera: string };
  /** A request as ann. */
  readonly asAnn: (path: string, init?: RequestInit) => Promise<Response>;
  /** Path of the newest run of an agent in this state. */
  readonly pathOf: (agentId: number, status: string) => Promise<string>;
  readonly end: () => Promise<void>;
}

export interface SignedOptions {
  readonly hasProvider?: boolean;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export async function startSignedServer(options: SignedOptions = {}): Promise<SignedServer> {
  const folder = await mkdtemp(join(tmpdir(), "runlight-tokens-"));
  const tokens = { ann: newToken(), vera: newToken() };
  const lines = [
    { id: "ann", hash: hashOf(tokens.ann), name: "Ann", roles: ["viewer", "approver", "operator"], agents: "all" },
    { id: "vera", hash: hashOf(tokens.vera), name: "Vera", roles: ["viewer"], agents: "all" },
  ];
  const file = join(folder, "tokens.jsonl");
  await writeFile(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  const port = await freePort();
  const provider = options.hasProvider ? await startProvider(`http://localhost:${port}`) : undefined;
  const server = await startServer({
    args: ["--port", String(port), ...(options.args ?? [])],
    env: {
      RUNLIGHT_TOKENS_FILE: file,
      ...(provider && {
        RUNLIGHT_OIDC_ISSUER: provider.issuer,
        RUNLIGHT_OIDC_CLIENT_ID: "runlight",
        RUNLIGHT_OIDC_CLIENT_SECRET: "secret-of-the-client",
      }),
      ...options.env,
    },
  });
  const asAnn = (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = { "content-type": "application/json", authorization: `Bearer ${tokens.ann}` };
    return fetch(server.url + path, { ...init, headers });
  };
  return {
    ...server,
    tokens,
    asAnn,
    pathOf: async (agentId, status) => {
      const listed = (await (await asAnn(`/api/v1/agents/${agentId}/runs?status=${status}`)).json()) as {
        runs: { workflowId: string }[];
      };
      const [run] = listed.runs;
      if (!run) throw new Error(`No ${status} run of agent ${agentId}`);
      return `/agents/${agentId}/runs/${run.workflowId}`;
    },
    end: async () => {
      await server.remove();
      provider?.child.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Types a token into the form and sends it. */
export async function signInWith(page: Page, token: string): Promise<void> {
  const field = page.getByLabel("Access token", { exact: true });
  await field.fill(token);
  await field.press("Enter");
}

function newToken(): string {
  return `canary${randomBytes(24).toString("hex")}`;
}

function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/** Known before the server starts: its provider has to know where it will be. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

async function startProvider(app: string): Promise<{ issuer: string; child: ChildProcess }> {
  const child = spawn(process.execPath, ["e2e/oidc-provider.mjs", app], {
    cwd: root,
    stdio: ["ignore", "pipe", "ignore"],
  });
  const issuer = await new Promise<string>((resolve, reject) => {
    child.on("exit", (code) => reject(new Error(`The provider ended with ${code}`)));
    child.stdout.on("data", (chunk: Buffer) => {
      const found = /ready: (\S+)/.exec(chunk.toString())?.[1];
      if (found !== undefined) resolve(found);
    });
  });
  return { issuer, child };
}
