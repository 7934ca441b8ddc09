/** Every sample agent gives the same answer on a cluster as embedded, outside a listed set of fields. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openEmbeddedSource } from "../embedded/embedded-source.ts";
import { decide, isFinal, readUntil, startWaiting, start, type Bench, type Started } from "../source-bench.ts";
import type { Source } from "../source.ts";
import { openTemporalSource } from "./temporal-source.ts";

/** What differs because it is another run at another time; the order and presence of fields still have to agree. */
const DIFFERS = new Set([
  "messageTs",
  "workflowId",
  "temporalRunId",
  "approvalId",
  "digest",
  "at",
  "asOf",
  "startedAt",
  "endedAt",
  "scheduledAt",
  "durationMs",
  "requestedAt",
  "expiresAt",
]);

const SPEED = 300;
const CASES: readonly { readonly agentId: number; readonly input: string; readonly answer?: "approve" | "reject" }[] = [
  { agentId: 42, input: "{}" },
  { agentId: 57, input: "{}", answer: "approve" },
  { agentId: 57, input: '{"amount":99.90}' },
  { agentId: 57, input: "{}", answer: "reject" },
  { agentId: 57, input: '{"failRefund":true}', answer: "approve" },
  { agentId: 58, input: "{}" },
  { agentId: 59, input: "{}" },
  { agentId: 61, input: '{"speed":3000}' },
  { agentId: 62, input: '{"bytes":5000000}' },
  { agentId: 63, input: '{"n":120}' },
];

let dir: string;
let sources: readonly Source[];

beforeAll(async () => {
  dir = mkdtempSync(path.join(tmpdir(), "runlight-golden-"));
  sources = [
    await openEmbeddedSource({ dataDir: path.join(dir, "embedded"), speed: SPEED, retentionMs: 86_400_000 }),
    await openTemporalSource({ dataDir: path.join(dir, "temporal"), speed: SPEED, env: process.env }),
  ];
});

afterAll(async () => {
  for (const source of sources) await source.close();
  rmSync(dir, { recursive: true });
});

/** The last answer of a run, as plain values with what differs taken out. */
async function golden(source: Source, { agentId, input, answer }: (typeof CASES)[number]): Promise<unknown> {
  const bench = { source } as Bench;
  let started: Started;
  if (answer) {
    const waiting = await startWaiting(bench, { agentId, input });
    const body =
      answer === "approve"
        ? ({ decision: "approve" } as const)
        : { decision: "reject" as const, comment: "Not like this, please." };
    await decide(source, waiting, "golden", body);
    started = waiting;
  } else started = await start(bench, { agentId, input });
  const run = await readUntil(source, started, (one) => isFinal(one));
  return JSON.parse(run.text, function replace(this: Record<string, unknown>, key, value: unknown) {
    // A node's id is the plan's and has to agree; the run's own and a request's do not.
    const isOwnId = key === "id" && ("workflowId" in this || "nodeId" in this);
    return (isOwnId || DIFFERS.has(key)) && typeof value !== "object" ? "*" : value;
  });
}

for (const one of CASES) {
  test(`agent ${one.agentId} with ${one.input}${one.answer ? `, ${one.answer}` : ""}`, async () => {
    const [embedded, temporal] = await Promise.all(sources.map((source) => golden(source, one)));
    expect(temporal).toEqual(embedded);
  });
}
