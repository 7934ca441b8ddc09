/** Row 33: everybody sees and does what is theirs alone, on every route; what is not theirs cannot be told from what is not there. */
import { expect, test } from "@playwright/test";
import { figure } from "./figure.ts";
import { type Person, person, type Role, type SignedServer, startAs, startSignedServer } from "../signed-server.ts";

const A = 57;
const B = 58;
const ROLES: readonly Role[] = ["viewer", "approver", "operator"];
const ORGS = { a: [A], b: [B], neither: [62] } as const;
const TIMED = 150;
const TIME_DIFFERENCE_MS = 5;

/** What each route takes, written down apart from the code. `anybody`: who is not signed in, too. */
const TABLE: Readonly<Record<string, "anybody" | Role>> = {
  "GET /api/v1/agents": "viewer",
  "GET /api/v1/agents/{agentId}/runs": "viewer",
  "POST /api/v1/agents/{agentId}/runs": "operator",
  "GET /api/v1/agents/{agentId}/runs/{runId}": "viewer",
  "GET /api/v1/agents/{agentId}/runs/{runId}/attempts": "viewer",
  "GET /api/v1/agents/{agentId}/runs/{runId}/payload": "viewer",
  "POST /api/v1/agents/{agentId}/runs/{runId}/cancel": "operator",
  "POST /api/v1/agents/{agentId}/runs/{runId}/reveal": "operator",
  "POST /api/v1/agents/{agentId}/runs/{runId}/approvals/{approvalId}/decision": "approver",
  "GET /api/v1/approvals": "viewer",
  "GET /api/v1/session": "viewer",
  "POST /api/v1/session": "anybody",
  "DELETE /api/v1/session": "anybody",
  "GET /auth/oidc/start": "anybody",
  "GET /auth/oidc/callback": "anybody",
  "GET /auth/oidc/end": "anybody",
  "GET /api/openapi.json": "anybody",
  "GET /livez": "anybody",
  "GET /readyz": "anybody",
  "GET /metrics": "viewer",
};

const boss = person("boss", ["operator"], "all");
const people = ROLES.flatMap((role) =>
  Object.entries(ORGS).map(([org, agents]) => person(`${role} of ${org}`, [role], agents)),
);
const both = person("both", ["viewer"], [A, B]);
const one = person("one", ["viewer"], [B]);

let signed: SignedServer;
const runs = new Map<number, string>();

test.beforeAll(async () => {
  signed = await startSignedServer([boss, both, one, ...people], { args: ["--no-samples"] });
  for (const agentId of [A, B]) runs.set(agentId, await startAs(signed, boss, agentId));
});
test.afterAll(() => signed.remove());

/** Status and body without what differs from request to request. */
async function refusal(response: Response): Promise<string> {
  const body = (await response.json()) as Record<string, unknown>;
  return JSON.stringify([response.status, { ...body, instance: "" }]);
}

test("row 33: every route has a rule, and everybody gets what the rule and their agents say", async ({}, info) => {
  const document = (await (await signed.ask(undefined, "/api/openapi.json")).json()) as {
    paths: Record<string, Record<string, { "x-runlight-rule"?: string }>>;
  };
  const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { "x-runlight-rule": rule }]) => ({
      name: `${method.toUpperCase()} ${path}`,
      rule,
    })),
  );
  expect(routes.map(({ name }) => name).toSorted()).toEqual(Object.keys(TABLE).toSorted());
  expect(routes.filter(({ rule }) => !rule)).toEqual([]);

  const missing = await refusal(await signed.ask(both, `/api/v1/agents/${A}/runs/wf_57_run_0`));
  const wrong: string[] = [];
  let asked = 0;
  for (const name of Object.keys(TABLE)) {
    for (const who of [undefined, ...people]) {
      for (const agentId of name.includes("{agentId}") ? [A, B] : [0]) {
        const verdict = await judge(name, who, agentId, missing);
        if (verdict !== undefined) wrong.push(`${name} (${agentId || "-"}) as ${who?.name ?? "nobody"}: ${verdict}`);
        asked += 1;
      }
    }
  }
  figure(info, `${routes.length} routes, all with a rule; ${asked} requests of 10 people, ${wrong.length} wrong`);
  expect(wrong).toEqual([]);
});

/** What is wrong with the answer; undefined when it is as the table says. */
async function judge(name: string, who: Person | undefined, agentId: number, missing: string) {
  const [method = "", template = ""] = name.split(" ");
  const runId = runs.get(agentId) ?? "";
  const path = template
    .replace("{agentId}", String(agentId))
    .replace("{runId}", runId)
    .replace("{approvalId}", "apr_1");
  // No write goes through: without a JSON body it is refused as 415, once the rights have been looked at.
  const response = await signed.ask(who, path, { method });
  const { status } = response;
  const needs = TABLE[name];
  const text = await response.clone().text();
  if (status >= 500) return `${status} ${text}`;
  if (needs === "anybody") return undefined;
  if (!who) return status === 401 ? undefined : `${status} ${text}`;
  if (agentId !== 0 && !(who.agents as readonly number[]).includes(agentId)) {
    const said = await refusal(response);
    return said === missing ? undefined : said;
  }
  if (needs !== "viewer" && !who.roles.some((role) => role === needs))
    return status === 403 ? undefined : String(status);
  const isDone = method === "GET" ? status === 200 || (status === 400 && path.endsWith("/payload")) : status === 415;
  return isDone ? undefined : `${status} ${text}`;
}

test("row 33: lists hold the viewer's agents and no others", async ({}, info) => {
  const ids = async (who: Person, path: string, key: string, member: string): Promise<unknown[]> => {
    const body = (await (await signed.ask(who, path)).json()) as Record<string, Record<string, unknown>[]>;
    return [...new Set(body[key]?.map((item) => item[member]))];
  };
  const waits = async () => (await ids(boss, "/api/v1/approvals", "approvals", "agentId")).length;
  await expect.poll(waits, { intervals: [50] }).toBe(2);
  for (const { name, ...rest } of [...people, both]) {
    const who = { name, ...rest };
    const agents = [...(who.agents as readonly number[])];
    expect((await ids(who, "/api/v1/agents", "agents", "id")).toSorted(), name).toEqual(agents.toSorted());
    const waiting = agents.filter((id) => id === A || id === B);
    expect((await ids(who, "/api/v1/approvals", "approvals", "agentId")).toSorted(), name).toEqual(waiting);
  }
  expect(await ids(boss, "/api/v1/agents", "agents", "id")).not.toContain(0);
  const first = (await (await signed.ask(both, "/api/v1/agents?pageSize=1")).json()) as { nextPageToken: string };
  const moved = await signed.ask(boss, `/api/v1/agents?pageSize=1&pageToken=${first.nextPageToken}`);
  expect(moved.status, "a page token of somebody else").toBe(400);
  figure(info, `lists of ${people.length + 1} people hold their own agents only`);
});

test("row 33: another's run, a run under another agent and none at all: one body, one time", async ({}, info) => {
  const runOfA = runs.get(A) ?? "";
  const cases = {
    missing: [both, `/api/v1/agents/${B}/runs/wf_57_run_0`],
    mismatched: [both, `/api/v1/agents/${B}/runs/${runOfA}`],
    foreign: [one, `/api/v1/agents/${A}/runs/${runOfA}`],
  } as const;
  const names = ["missing", "mismatched", "foreign"] as const;
  const rounds: Record<(typeof names)[number], number>[] = [];
  const bodies = new Set<string>();
  for (let round = 0; round < TIMED; round++) {
    const times = { missing: 0, mismatched: 0, foreign: 0 };
    // In turns, so that none is always the first.
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(round + turn) % names.length] ?? "missing";
      const [who, path] = cases[name];
      const startedMs = performance.now();
      bodies.add(await refusal(await signed.ask(who, path)));
      times[name] = performance.now() - startedMs;
    }
    rounds.push(times);
  }
  // Within a round the machine is as busy for one as for the other.
  const medianOf = (some: number[]): number => Math.abs(some.toSorted((a, b) => a - b)[TIMED >> 1] ?? 0);
  const difference = Math.max(
    medianOf(rounds.map((times) => times.mismatched - times.missing)),
    medianOf(rounds.map((times) => times.foreign - times.missing)),
    medianOf(rounds.map((times) => times.foreign - times.mismatched)),
  );
  figure(info, `${bodies.size} body in ${TIMED * 3} requests, times differ by ${difference.toFixed(2)} ms (median)`);
  expect([...bodies]).toEqual([expect.stringMatching(/^\[404,/)]);
  expect(difference).toBeLessThan(TIME_DIFFERENCE_MS);
  expect((await signed.ask(both, `/api/v1/agents/${A}/runs/${runOfA}`)).status, "where it is").toBe(200);
});
