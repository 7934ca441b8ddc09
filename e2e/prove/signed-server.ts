/** A server that people sign in to with tokens, and people of it: for the proofs about rights. */
import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { type RunlightServer, type ServerOptions, startServer } from "../server.ts";

export type Role = "viewer" | "approver" | "operator";

export interface Person {
  readonly name: string;
  readonly token: string;
  readonly roles: readonly Role[];
  readonly agents: "all" | readonly number[];
}

export function person(name: string, roles: readonly Role[], agents: Person["agents"]): Person {
  return { name, token: `rl_${randomBytes(32).toString("base64url")}`, roles, agents };
}

export interface SignedServer {
  readonly server: RunlightServer;
  /** Writes the tokens file anew: who is not named is revoked. */
  setPeople(people: readonly Person[]): Promise<void>;
  /** A request of somebody's program; of nobody's without a person. */
  ask(who: Person | undefined, path: string, init?: Asked): Promise<Response>;
  remove(): Promise<void>;
}

export interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export async function startSignedServer(people: readonly Person[], options: ServerOptions = {}): Promise<SignedServer> {
  const folder = await mkdtemp(join(tmpdir(), "runlight-signed-"));
  const file = join(folder, "tokens");
  const setPeople = (some: readonly Person[]): Promise<void> => {
    const lines = some.map(({ name, token, roles, agents }) => {
      const hash = createHash("sha256").update(token).digest("hex");
      return `${JSON.stringify({ id: hash.slice(0, 12), hash, name, roles, agents })}\n`;
    });
    return writeFile(file, lines.join(""));
  };
  await setPeople(people);
  const server = await startServer({ ...options, env: { RUNLIGHT_TOKENS_FILE: file, ...options.env } });
  return {
    server,
    setPeople,
    ask: (who, path, { method = "GET", headers = {}, body } = {}) => {
      const known = who ? { authorization: `Bearer ${who.token}` } : {};
      return fetch(server.url + path, {
        method,
        headers: { ...known, ...headers },
        ...(body !== undefined && { body }),
      });
    },
    remove: async () => {
      await server.remove();
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
