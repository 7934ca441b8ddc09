/** A server where people have to sign in, and people of it: access tokens of a file, and a real OpenID provider when asked for. */
import { type ChildProcess, spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, type Page } from "@playwright/test";
import { type RunlightServer, type ServerOptions, startServer } from "./server.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

export type Role = "viewer" | "approver" | "operator";

export interface Person {
  readonly name: string;
  readonly token: string;
  readonly roles: readonly Role[];
  readonly agents: "all" | readonly number[];
}

export function person(name: string, roles: readonly Role[], agents: Person["agents"]): Person {
  return { name, token: `rl_canary${randomBytes(24).toString("hex")}`, roles, agents };
}

/** May do everything. */
export const ANN = person("Ann", ["viewer", "approver", "operator"], "all");
/** May only look. */
export const VERA = person("Vera", ["viewer"], "all");

export interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface SignedServer extends RunlightServer {
  /** Writes the tokens file anew: who is not named is revoked. */
  setPeople(people: readonly Person[]): Promise<void>;
  /** A request of somebody's program; of nobody's without a person. */
  ask(who: Person | undefined, path: string, init?: Asked): Promise<Response>;
  /** Path of the newest run of an agent in this state, as ann sees it. */
  pathOf(agentId: number, status: string): Promise<string>;
}

export interface SignedOptions extends ServerOptions {
  readonly hasProvider?: boolean;
  /** Where browsers reach it, for the provider; its own address unless told. */
  readonly seenAt?: string;
}

export async function startSignedServer(
  people: readonly Person[] = [ANN, VERA],
  options: SignedOptions = {},
): Promise<SignedServer> {
  const folder = await mkdtemp(join(tmpdir(), "runlight-tokens-"));
  const file = join(folder, "tokens");
  const setPeople = (some: readonly Person[]): Promise<void> => {
    const lines = some.map(({ name, token, roles, agents }) => {
      const hash = createHash("sha256").update(token).digest("hex");
      return `${JSON.stringify({ id: hash.slice(0, 12), hash, name, roles, agents })}\n`;
    });
    return writeFile(file, lines.join(""));
  };
  await setPeople(people);
  const port = await freePort();
  const provider = options.hasProvider ? await startProvider(options.seenAt ?? `http://localhost:${port}`) : undefined;
  const server = await startServer({
    ...options,
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
  const ask: SignedServer["ask"] = (who, path, { method = "GET", headers = {}, body } = {}) => {
    const known = who ? { authorization: `Bearer ${who.token}` } : {};
    return fetch(server.url + path, { method, headers: { ...known, ...headers }, ...(body !== undefined && { body }) });
  };
  return {
    ...server,
    setPeople,
    ask,
    pathOf: async (agentId, status) => {
      const response = await ask(ANN, `/api/v1/agents/${agentId}/runs?status=${status}`);
      const [run] = ((await response.json()) as { runs: { workflowId: string }[] }).runs;
      if (!run) throw new Error(`No ${status} run of agent ${agentId}`);
      return `/agents/${agentId}/runs/${run.workflowId}`;
    },
    remove: async () => {
      await server.remove();
      provider?.child.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Starts a run as somebody who may; when it asks for an approval, it waits for ten minutes. */
export async function startAs(signed: SignedServer, who: Person, agentId: number): Promise<string> {
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify({ input: { approvalMs: 600_000 } });
  const response = await signed.ask(who, `/api/v1/agents/${agentId}/runs`, { method: "POST", headers, body });
  expect(response.status).toBe(201);
  return ((await response.json()) as { workflowId: string }).workflowId;
}

/** Types a token into the form and sends it. */
export async function signInWith(page: Page, token: string): Promise<void> {
  const field = page.getByLabel("Access token", { exact: true });
  await field.fill(token);
  await field.press("Enter");
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
