/** Row 24: every limit is met exactly: one below and at it pass, one above gets the status that says which limit it was. */
import { expect } from "@playwright/test";
import { PROBLEM_PREFIX } from "../../src/contract/problem.ts";
import { type RunlightServer, test } from "../server.ts";
import { figure } from "./figure.ts";
import { type Received, send } from "./fuzz.ts";

const EXPORT = 62;
const ANSWER_MAX = 32 * 1_024 * 1_024;
const RUN = "/api/v1/agents/57/runs/wf_57_run_1";
const JSON_TYPE = { "content-type": "application/json" };
const DECIDING = { ...JSON_TYPE, "if-match": `"${"a".repeat(64)}"`, "idempotency-key": "k" };

test.use({ serverArgs: ["--speed", "2000"] });

interface Case {
  readonly name: string;
  /** Statuses one below, at, and one above the limit. */
  readonly want: readonly [number, number, number];
  readonly problem: string;
  readonly at: (by: number) => Promise<{ status: number; body: string }>;
}

/** `{"a":"xxx"}` of exactly so many bytes. */
const bodyOf = (bytes: number, key = "a"): string => `{"${key}":"${"x".repeat(bytes - key.length - 7)}"}`;

test("row 24: Limits are real", async ({ server }, info) => {
  const port = Number(new URL(server.url).port);
  const get = (path: string) => send(port, { method: "GET", path, headers: {} });
  const post = (path: string, headers: Record<string, string>, body: string) =>
    send(port, { method: "POST", path, headers, body });
  const long = (path: string) => (by: number) => get(`${path}?x=${"x".repeat(8_192 + by - path.length - 3)}`);
  const id = (unit: string) => (by: number) => get(`/api/v1/agents/57/runs/${unit.repeat(1_000 + by)}`);
  const cases: Case[] = [
    { name: "address of a list", want: [200, 200, 414], problem: "uri-too-long", at: long("/api/v1/agents") },
    { name: "address of a run", want: [200, 200, 414], problem: "uri-too-long", at: long(RUN) },
    { name: "address of a page", want: [200, 200, 414], problem: "uri-too-long", at: long("/agents/57/runs") },
    { name: "run id", want: [404, 404, 400], problem: "bad-request", at: id("a") },
    {
      name: "run id of letters that take three bytes",
      want: [404, 404, 400],
      problem: "bad-request",
      at: (by) => get(`/api/v1/agents/57/runs/${"a".repeat(700)}${"%E2%82%AC".repeat(300 + by)}`),
    },
    {
      name: "run id of an approval",
      want: [404, 404, 400],
      problem: "bad-request",
      at: (by) =>
        post(
          `/api/v1/agents/57/runs/${"a".repeat(1_000 + by)}/approvals/a/decision`,
          DECIDING,
          '{"decision":"approve"}',
        ),
    },
    {
      name: "approval id",
      want: [404, 404, 400],
      problem: "bad-request",
      at: (by) => post(`${RUN}/approvals/${"a".repeat(1_000 + by)}/decision`, DECIDING, '{"decision":"approve"}'),
    },
    {
      name: "body that starts a run",
      want: [201, 201, 413],
      problem: "body-too-large",
      at: (by) => post(`/api/v1/agents/57/runs`, JSON_TYPE, bodyOf(16_384 + by)),
    },
    {
      name: "body that decides",
      want: [422, 422, 413],
      problem: "body-too-large",
      at: (by) => post(`${RUN}/approvals/a/decision`, DECIDING, bodyOf(16_384 + by)),
    },
    {
      name: "body that cancels",
      want: [409, 409, 413],
      problem: "body-too-large",
      at: (by) => post(`${RUN}/cancel`, JSON_TYPE, bodyOf(16_384 + by)),
    },
    {
      name: "body that reveals",
      want: [422, 422, 413],
      problem: "body-too-large",
      at: (by) => post(`${RUN}/reveal`, JSON_TYPE, bodyOf(16_384 + by)),
    },
    {
      name: "agent id",
      want: [404, 404, 400],
      problem: "bad-request",
      at: (by) => get(`/api/v1/agents/${"9".repeat(15 + by)}/runs`),
    },
  ];
  const wrong: string[] = [];
  let worst = 0;
  for (const { name, want, problem, at } of cases) {
    const got = [await at(-1), await at(0), await at(1)];
    worst = Math.max(worst, ...got.map(({ status }) => status));
    if (String(got.map(({ status }) => status)) !== String(want))
      wrong.push(`${name}: ${got.map(({ status }) => status)}`);
    if (!got[2]?.body.includes(`"${PROBLEM_PREFIX}${problem}"`)) wrong.push(`${name}: ${got[2]?.body.slice(0, 200)}`);
  }
  figure(
    info,
    `${cases.length} limits of address, id and body met exactly, one above refused by its own status; worst status ${worst}`,
  );
  expect(wrong).toEqual([]);
  expect(worst).toBeLessThan(500);
});

interface Export {
  readonly path: string;
  readonly size: number;
}

/** On a connection of its own: one kept open may be closed by a server that was busy with 32 MiB. */
function getAlone(server: RunlightServer, path: string): Promise<Received> {
  return send(Number(new URL(server.url).port), {
    method: "GET",
    path,
    headers: { connection: "close" },
    timeoutMs: 60_000,
  });
}

async function exported(server: RunlightServer, input: object): Promise<Export> {
  const { workflowId } = await server.startRun(EXPORT, input);
  const path = `/api/v1/agents/${EXPORT}/runs/${workflowId}`;
  const status = async (): Promise<string> =>
    (JSON.parse((await getAlone(server, `${path}?maxFieldBytes=100`)).body) as { status: string }).status;
  await expect.poll(status, { timeout: 120_000, intervals: [50] }).toBe("completed");
  const answer = await getAlone(server, path);
  if (answer.status === 200) return { path, size: Buffer.byteLength(answer.body) };
  // Too large to be seen whole: its parts are not.
  return { path, size: Number.POSITIVE_INFINITY };
}

test("row 24: an answer of 32 MiB comes whole, a larger one is 502, and less of it always comes", async ({
  server,
}, info) => {
  test.setTimeout(300_000);
  const first = await exported(server, { bytes: 1_000_000 });
  // Rows are less than a hundred bytes long; what a single byte does, the units of the handle see.
  const bytes = 1_000_000 + ANSWER_MAX - first.size - 200;
  const sizes: string[] = [];
  for (const [more, status] of [
    [0, 200],
    [400, 502],
  ] as const) {
    const { path, size } = await exported(server, { bytes: bytes + more });
    const whole = await getAlone(server, path);
    sizes.push(`${status === 200 ? `${ANSWER_MAX - size} bytes less` : "a few rows more"}: ${whole.status}`);
    expect(whole.status).toBe(status);
    if (status === 502) expect(JSON.parse(whole.body)).toMatchObject({ type: `${PROBLEM_PREFIX}bad-upstream` });
    else expect(ANSWER_MAX - size).toBeLessThan(400);
    const less = await getAlone(server, `${path}?maxFieldBytes=1000`);
    expect([less.status, less.body.length < 50_000]).toEqual([200, true]);
    const part = await getAlone(server, `${path}/payload?path=/taskResult`);
    expect([part.status, part.body.length > 16_000_000]).toEqual([200, true]);
  }
  figure(info, `answers of 32 MiB and ${sizes.join(", ")}`);
});

test("row 24: a field of maxFieldBytes stays, one byte more leaves a stub", async ({ server }, info) => {
  const { path } = await exported(server, { bytes: 20_000 });
  const field = await (await server.get(`${path}/payload?path=/taskResult`)).text();
  const stubbed = async (limit: number): Promise<unknown> => {
    const run = (await (await server.get(`${path}?maxFieldBytes=${limit}`)).json()) as {
      taskResult?: unknown;
      runlight: { stubs?: Record<string, { size: number }> };
    };
    expect(run.taskResult === undefined).toBe(run.runlight.stubs?.["/taskResult"] !== undefined);
    return run.runlight.stubs?.["/taskResult"]?.size ?? "whole";
  };
  const size = Buffer.byteLength(field);
  const seen = [await stubbed(size + 1), await stubbed(size), await stubbed(size - 1)];
  figure(info, `a field of ${size} bytes at limits of one more, as many and one less: ${seen.join(", ")}`);
  expect(seen).toEqual(["whole", "whole", size]);
});
