/** Row 35: secrets are hidden in every answer, harmless texts are not touched, logs hold none, and showing one is on purpose. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "@playwright/test";
import Libsql from "libsql";
import { JsonArray, JsonObject, readJson } from "../../src/contract/json.ts";
import { type RunlightServer, startServer, test } from "../server.ts";
import { decide, type WaitingRun, startWaiting } from "../waiting-run.ts";
import { figure } from "./figure.ts";
import { HARMLESS } from "./harmless-corpus.ts";
import { SEEDED } from "./secret-corpus.ts";

const CATALOG = 62;
const REFUND = 57;
const FLAGS = ["--no-samples", "--log", "info", "--speed", "200"];

interface Planted {
  readonly server: RunlightServer;
  /** Runs of the task agent. */
  readonly seeded: string;
  readonly clean: string;
  readonly failed: string;
  readonly waiting: WaitingRun;
  /** What the approval, its decision, the failed run and an address hold. */
  readonly secrets: readonly string[];
}

/** A run of a task agent that has ended. */
async function endedRun(server: RunlightServer): Promise<string> {
  const { workflowId } = await server.startRun(CATALOG, { bytes: 1 });
  await expect
    .poll(async () => (await server.get(`/api/v1/agents/${CATALOG}/runs/${workflowId}`)).text(), { intervals: [30] })
    .toContain('"source":"history"');
  return workflowId;
}

/** Changes the last event of a run's log, as an agent that had written something else would have left it. */
function rewriteEnd(db: Libsql.Database, workflowId: string, end: (event: object) => object, summary: string): void {
  const { seq, head } = db.prepare("SELECT seq, head FROM runs WHERE workflow_id = ?").get(workflowId) as {
    seq: number;
    head: string;
  };
  const last = db.prepare("SELECT n, event FROM events WHERE run = ? ORDER BY n DESC LIMIT 1").get(seq) as {
    n: number;
    event: string;
  };
  const event = JSON.stringify(end(JSON.parse(last.event) as object));
  db.prepare("UPDATE events SET event = ? WHERE run = ? AND n = ?").run(event, seq, last.n);
  db.prepare("UPDATE runs SET head = ? WHERE seq = ?").run(JSON.stringify({ ...JSON.parse(head), summary }), seq);
}

/** A server whose runs hold the corpus: in results, summary, errors, steps, an approval and a decision's comment. */
async function plant(dataDir: string): Promise<Planted> {
  const secrets = SEEDED.slice(0, 12).map(({ secret }) => secret);
  const at = (index: number): string => secrets[index] ?? "";
  const first = await startServer({ dataDir, args: FLAGS });
  const [seeded = "", clean = "", failed = ""] = await Promise.all([1, 2, 3].map(() => endedRun(first)));
  await first.stop();
  const db = new Libsql(join(dataDir, "runlight.db"));
  const results = [
    [seeded, SEEDED.map(({ payload }) => payload)],
    [clean, HARMLESS],
  ] as const;
  for (const [workflowId, cases] of results)
    rewriteEnd(db, workflowId, (event) => ({ ...event, result: `{"cases":[${cases.join(",")}]}` }), `Used ${at(0)}`);
  const error = { type: "AuthError", message: `refused ${at(1)}`, stack: `at x (${at(2)})` };
  rewriteEnd(db, failed, (event) => ({ ...event, type: "failed", error, summary: `No ${at(3)}` }), `No ${at(3)}`);
  db.close();
  const server = await startServer({ dataDir, args: FLAGS });
  const input = { orderId: at(4), customer: at(5), customerName: `Ada ${at(6)}`, reason: `said ${at(7)}` };
  const waiting = await startWaiting(server, REFUND, input);
  return { server, seeded, clean, failed, waiting, secrets };
}

/** The exact texts of the cases of a run's result. */
function casesOf(answer: string): string[] {
  const root = readJson(answer);
  const result = root instanceof JsonObject ? root.get("taskResult") : undefined;
  const cases = result instanceof JsonObject ? result.entries.find(({ key }) => key === "cases") : undefined;
  if (!cases || !(cases.value instanceof JsonArray)) throw new Error("The answer holds no cases");
  return cases.value.items.map(({ start, end }) => answer.slice(start, end));
}

/** As it is, and as it is written in JSON, once and twice. */
function holds(text: string, secret: string): boolean {
  const once = JSON.stringify(secret).slice(1, -1);
  return [secret, once, JSON.stringify(once).slice(1, -1)].some((form) => text.includes(form));
}

test("row 35: Secrets are masked", async ({}, info) => {
  test.setTimeout(120_000);
  const dataDir = await mkdtemp(join(tmpdir(), "runlight-secrets-"));
  const { server, seeded, clean, failed, waiting, secrets } = await plant(dataDir);
  const task = `/api/v1/agents/${CATALOG}/runs`;
  const bodies: string[] = [];
  const read = async (path: string): Promise<string> => {
    const text = await (await server.get(path)).text();
    bodies.push(text);
    return text;
  };
  const post = async (path: string, body: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(server.url + path, { method: "POST", body, headers: { "content-type": "application/json", ...headers } });
  try {
    const shown = casesOf(await read(`${task}/${seeded}`));
    const missed = SEEDED.filter(({ secret }, index) => holds(shown[index] ?? secret, secret));
    const untouched = casesOf(await read(`${task}/${clean}`));
    const spoiled = HARMLESS.filter((payload, index) => untouched[index] !== payload);

    // Every other way out: smaller answers, files, lists, steps, what waits, what is decided, refusals.
    for (const run of [seeded, clean, failed]) {
      await read(`${task}/${run}?maxFieldBytes=1000`);
      await read(`${task}/${run}/attempts`);
    }
    await read(`${task}/${seeded}/payload?path=/taskResult`);
    for (let i = 0; i < SEEDED.length; i++) await read(`${task}/${seeded}/payload?path=/taskResult/cases/${i}`);
    for (const field of ["summary", "taskError"]) await read(`${task}/${failed}/payload?path=/${field}`);
    for (const path of ["/pendingApproval", "/workflowNodes", "/workflowNodes/0/output"])
      await read(`${waiting.apiPath}/payload?path=${path}`);
    await read(waiting.apiPath);
    for (const path of ["/api/v1/agents", task, `/api/v1/agents/${REFUND}/runs`, "/api/v1/approvals", "/metrics"])
      await read(path);
    const secret = encodeURIComponent(secrets[8] ?? "");
    for (const path of [
      `${task}/${secret}`,
      `${task}/${secret}/payload?path=/${secret}`,
      `${task}?pageToken=${secret}`,
    ])
      await read(path);
    bodies.push(await (await post(`/api/v1/agents/${REFUND}/runs`, `{"input":"${secrets[8]}"}`)).text());
    bodies.push(await (await decide(server.url, waiting, { digest: "0".repeat(64) })).text());
    const comment = `Use ${secrets[9]} for it`;
    const decision = `${waiting.apiPath}/approvals/${waiting.approvalId}/decision`;
    const bound = (key: string) => ({ "if-match": `"${waiting.digest}"`, "idempotency-key": key });
    const approved = await post(decision, JSON.stringify({ decision: "approve", comment }), bound("one"));
    bodies.push(await approved.text());
    const late = await post(decision, JSON.stringify({ decision: "approve" }), bound("two"));
    bodies.push(await late.text());
    expect([approved.status, late.status]).toEqual([200, 409]);
    await expect.poll(() => read(waiting.apiPath)).toContain('"status":"completed"');
    const leaked = [...secrets, ...SEEDED.map((one) => one.secret)].filter((one) =>
      bodies.some((body) => holds(body, one)),
    );

    // Shown on purpose: the exact value, once, kept by nobody, with a line that says who and which field, not what.
    const revealed = await post(`${task}/${seeded}/reveal`, '{"path":"/taskResult/cases/0"}');
    expect(await revealed.text()).toBe(SEEDED[0]?.payload);
    expect(revealed.headers.get("cache-control")).toBe("no-store");
    await server.stop();
    const output = server.output();
    expect(output).toContain('"route":"/api/v1/agents/:agentId/runs/:runId/reveal","status":200');
    const inLogs = [...secrets, ...SEEDED.map((one) => one.secret)].filter((one) => holds(output, one));
    const db = new Libsql(join(dataDir, "runlight.db"), { readonly: true });
    const lines = (db.prepare("SELECT entry FROM audit").all() as { entry: string }[]).map(({ entry }) => entry);
    db.close();
    const notes = lines.filter((line) => line.includes('"revealed"'));
    const rate = (count: number, all: number): string => `${((100 * count) / all).toFixed(1)} %`;
    figure(
      info,
      `${rate(SEEDED.length - missed.length, SEEDED.length)} of ${SEEDED.length} masked, ${rate(spoiled.length, HARMLESS.length)} of ${HARMLESS.length.toLocaleString("en")} harmless ones touched, ${leaked.length} in ${bodies.length} answers, ${inLogs.length} in logs`,
    );
    expect(missed.map(({ name }) => name).slice(0, 5)).toEqual([]);
    expect(spoiled.length).toBeLessThanOrEqual(HARMLESS.length / 100);
    expect({ leaked, inLogs }).toEqual({ leaked: [], inLogs: [] });
    expect(notes).toHaveLength(1);
    expect(JSON.parse(notes[0] ?? "")).toMatchObject({
      who: "local",
      workflowId: seeded,
      revealed: "/taskResult/cases/0",
    });
    expect(holds(notes[0] ?? "", SEEDED[0]?.secret ?? "")).toBe(false);
  } finally {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
});

test("row 35: Secrets are masked, and shown on purpose on the page", async ({ page, context }, info) => {
  test.setTimeout(120_000);
  const dataDir = await mkdtemp(join(tmpdir(), "runlight-secrets-"));
  const { server, failed, secrets } = await plant(dataDir);
  const secret = secrets[1] ?? "";
  try {
    await page.goto(`${server.url}/agents/${CATALOG}/runs/${failed}`);
    const error = page.getByRole("region", { name: "Error", exact: true });
    const hidden = error.getByRole("group", { name: "Hidden values, Error" });
    await expect(hidden).toContainText("hidden");
    expect(await page.content()).not.toContain(secret);

    await hidden.getByRole("button", { name: "Reveal…" }).click();
    const dialog = page.getByRole("dialog", { name: "Reveal hidden values?" });
    await expect(dialog).toContainText("recorded");
    await page.keyboard.press("Escape");
    expect(await page.content()).not.toContain(secret);
    await hidden.getByRole("button", { name: "Reveal…" }).click();
    await dialog.getByRole("button", { name: "Reveal", exact: true }).click();
    await expect(error).toContainText(secret);
    await expect(hidden).toContainText("Revealed");

    // Nowhere but on the screen.
    const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href]));
    expect(kept).not.toContain(secret);
    expect(JSON.stringify(await context.storageState())).not.toContain(secret);
    await hidden.getByRole("button", { name: "Hide again" }).click();
    await expect(hidden).toContainText("hidden");
    expect(await page.content()).not.toContain(secret);
    await hidden.getByRole("button", { name: "Reveal…" }).click();
    await dialog.getByRole("button", { name: "Reveal", exact: true }).click();
    await expect(error).toContainText(secret);
    await page.reload();
    await expect(hidden).toContainText("hidden");
    expect(await page.content()).not.toContain(secret);
    figure(info, "on the page only after two presses, gone with the next press or a reload");
  } finally {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
});
