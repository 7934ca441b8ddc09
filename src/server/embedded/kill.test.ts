/** kill -9 at random moments, again and again: nothing acknowledged is lost, nothing is decided twice, every run ends. */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseRun, type Run } from "../../contract/run.ts";
import { LOCAL_VIEWER } from "../auth/local-access.ts";
import { createAuditLog, firstBroken } from "../audit-log.ts";
import { openDatabase } from "../database.ts";
import { openEmbeddedSource } from "./embedded-source.ts";

const KILLS = Number(process.env["RUNLIGHT_KILLS"] ?? 20);
/** One kill in four comes at any moment of the start; the others come while work is done, that many words into it. */
const START_MS = 700;
const WORDS_MAX = 60;
const AFTER_WORDS_MS = 40;
const FINISH_MS = 30_000;
const ROOT = path.resolve(import.meta.dirname, "../../..");

let bundleDir: string;
let dataDir: string;

beforeAll(async () => {
  // Under node_modules, so that the bundle finds libsql.
  mkdirSync(path.join(ROOT, "node_modules/.cache"), { recursive: true });
  bundleDir = mkdtempSync(path.join(ROOT, "node_modules/.cache/runlight-kill-"));
  dataDir = mkdtempSync(path.join(tmpdir(), "runlight-kill-"));
  await build({
    root: ROOT,
    configFile: false,
    logLevel: "error",
    publicDir: false,
    ssr: { noExternal: true, external: ["libsql"] },
    build: {
      ssr: "src/server/embedded/kill-victim.ts",
      target: "node20",
      outDir: bundleDir,
      rollupOptions: { output: { entryFileNames: "victim.js" } },
    },
  });
});

afterAll(() => {
  rmSync(bundleDir, { recursive: true, force: true });
  rmSync(dataDir, { recursive: true, force: true });
});

/** Runs the victim until it ends or is killed, some ms after that many words (0: after its start); answers what it said. */
function runVictim(mode: string, killAfterMs: number, words: number): Promise<{ lines: string[]; isKilled: boolean }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(bundleDir, "victim.js"), dataDir, mode], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    let complaint = "";
    let timer: NodeJS.Timeout | undefined;
    const startTimer = (): void => {
      timer ??= setTimeout(() => child.kill("SIGKILL"), killAfterMs);
    };
    if (words === 0) startTimer();
    child.stdout.on("data", (data: Buffer) => {
      said += data.toString();
      if (said.split("\n").length > words) startTimer();
    });
    child.stderr.on("data", (data: Buffer) => (complaint += data.toString()));
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      if (signal !== "SIGKILL" && code !== 0) return reject(new Error(`The victim died by itself: ${complaint}`));
      const lines = said.slice(0, said.lastIndexOf("\n") + 1).split("\n");
      resolve({ lines: lines.filter((line) => line !== ""), isKilled: signal === "SIGKILL" });
    });
  });
}

test(
  `${KILLS} kills`,
  async () => {
    const lines: string[] = [];
    let working = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const isEarly = kill % 4 === 0;
      const words = isEarly ? 0 : 1 + Math.floor(Math.random() * WORDS_MAX);
      const life = await runVictim("work", Math.random() * (isEarly ? START_MS : AFTER_WORDS_MS), words);
      if (life.lines.length > 1) working++;
      lines.push(...life.lines);
    }
    const last = await runVictim("finish", FINISH_MS, 1);
    expect(last.isKilled, "every run ends").toBe(false);
    lines.push(...last.lines);

    const said = lines.map((line) => line.split(" "));
    const started = said.filter(([what]) => what === "started");
    const decided = said.filter(([what]) => what === "decided");
    expect(working, "kills that hit work in progress").toBeGreaterThan(KILLS / 4);
    expect(started.length).toBeGreaterThan(KILLS / 2);
    expect(decided.length).toBeGreaterThan(0);
    const approvals = decided.map(([, , , runId, approvalId]) => `${runId} ${approvalId}`);
    expect(new Set(approvals).size, "approvals decided once").toBe(approvals.length);

    const source = await openEmbeddedSource({ dataDir, speed: 1, retentionMs: 86_400_000_000 });
    const read = async ([, agentId, workflowId = "", temporalRunId = ""]: string[]): Promise<Run> =>
      parseRun((await source.getRun(Number(agentId), { workflowId, temporalRunId }, LOCAL_VIEWER)).text);
    for (const one of started) expect((await read(one)).source, "a started run is there, and over").toBe("history");
    for (const one of decided) {
      const decisions = (await read(one)).runlight.decisions;
      expect(decisions).toMatchObject([{ approvalId: one[4], decision: one[5], at: one[6] }]);
    }
    for (const one of said.filter(([what]) => what === "seen")) {
      const run = await read(one);
      const done = (run.workflowNodes?.text ?? "").split('"status":"completed"').length - 1;
      expect(done, "steps seen as completed stay so").toBeGreaterThanOrEqual(Number(one[5]));
      if (!["running", "awaiting_human"].includes(one[4] ?? "")) expect(run.status).toBe(one[4]);
    }
    await source.close();

    const db = openDatabase(dataDir);
    const audit = createAuditLog(db);
    expect(firstBroken(audit.rows())).toBeUndefined();
    const accepted = audit.entries().filter((entry) => entry.outcome === "accepted");
    const acceptedKeys = accepted.map(
      (entry) => `${"temporalRunId" in entry ? entry.temporalRunId : ""} ${entry.approvalId}`,
    );
    expect(new Set(acceptedKeys).size, "accepted once in the audit").toBe(acceptedKeys.length);
    for (const key of approvals) expect(acceptedKeys).toContain(key);
    const gaps = db.prepare("SELECT run FROM events GROUP BY run HAVING count(*) <> max(n) + 1").all();
    expect(gaps, "no log has a gap").toEqual([]);
    db.close();
  },
  60_000 + KILLS * 3_000,
);
