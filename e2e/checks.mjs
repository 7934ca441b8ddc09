/** The checks that need no browser, as steps with a time and a verdict: `npm run check` and `npm test` run them. */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const bin = (path) => join("node_modules", path);

/** `saw` finds the number of things looked at: a check that looked at nothing has not passed. */
const STEPS = [
  { name: "types", args: [bin("typescript/bin/tsc"), "-p", ".", "--diagnostics"], saw: /Files:\s+(\d+)/ },
  { name: "lint", args: [bin("oxlint/bin/oxlint"), "--deny-warnings"], saw: /on (\d+) files/ },
  { name: "format", args: [bin("oxfmt/bin/oxfmt"), "--check"], saw: /on (\d+) files/ },
  { name: "unused code", args: [bin("knip/bin/knip.js")] },
  { name: "lockfile", args: ["e2e/lockfile.mjs"], saw: /(\d+) entries/ },
];

/**
 * Runs every step, also after one failed, and prints each with its time and a failed one with all it said. Resolves
 * with the number passed and failed: each step counts one, each unit test one.
 */
export async function runChecks() {
  const total = { passed: 0, failed: 0 };
  const names = [];
  for (const step of STEPS) {
    const { code, output, ms } = await run(step.args);
    const seen = step.saw ? Number(step.saw.exec(output)?.[1] ?? 0) : undefined;
    const isPassed = code === 0 && seen !== 0;
    say(step.name, isPassed, ms, seen === 0 ? "looked at nothing" : undefined);
    if (!isPassed) console.log(output.trim());
    total[isPassed ? "passed" : "failed"] += 1;
    if (!isPassed) names.push(step.name);
  }
  const units = await runUnits();
  return {
    passed: total.passed + units.passed,
    failed: total.failed + units.failed,
    names: [...names, ...units.names],
  };
}

/** One line about a step. */
export function say(name, isPassed, ms, note) {
  console.log(`${isPassed ? "ok    " : "FAILED"} ${name} (${(ms / 1000).toFixed(1)} s)${note ? ` ${note}` : ""}`);
}

/** The units, or what the environment given makes of them. */
export async function runUnits(env = {}) {
  const folder = mkdtempSync(join(tmpdir(), "runlight-units-"));
  const file = join(folder, "report.json");
  const { code, output, ms } = await run(
    [bin("vitest/vitest.mjs"), "run", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`],
    env,
  );
  const report = readJson(file);
  const counts = countUnits(report, code);
  rmSync(folder, { recursive: true, force: true });
  say(
    env.TEMPORAL_ADDRESS ? "units on Temporal" : "units",
    counts.failed === 0,
    ms,
    `${counts.passed} passed, ${counts.failed} failed`,
  );
  if (counts.failed > 0) console.log(output.trim());
  return { ...counts, names: namesOfFailed(report) };
}

/** Counts a Vitest report. A skipped test, a file that did not load and a run that crashed each count as failed. */
export function countUnits(report, code) {
  if (!report) return { passed: 0, failed: 1 };
  const broken = report.testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0);
  const skipped = report.numPendingTests + report.numTodoTests;
  const failed = report.numFailedTests + skipped + broken.length;
  const isSilentFailure = failed === 0 && (code !== 0 || report.numPassedTests === 0);
  return { passed: report.numPassedTests, failed: isSilentFailure ? 1 : failed };
}

/** Full names of the tests that did not pass, and of the files that did not load. */
export function namesOfFailed(report) {
  return (report?.testResults ?? []).flatMap((file) => {
    const failed = file.assertionResults.filter((test) => test.status !== "passed").map((test) => test.fullName);
    const isBroken = file.status === "failed" && file.assertionResults.length === 0;
    return (isBroken ? ["did not load"] : failed).map((name) => `${relative(root, file.name)}: ${name}`);
  });
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

/** Runs Node with these arguments; resolves with exit code, all it wrote and its ms, never rejects. */
export function run(args, env = {}) {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...env },
    });
    let output = "";
    child.stdout.on("data", (chunk) => (output += chunk));
    child.stderr.on("data", (chunk) => (output += chunk));
    const end = (code) => resolve({ code, output, ms: performance.now() - startedAt });
    child.on("error", (error) => {
      output += error.message;
      end(1);
    });
    child.on("close", (code) => end(code ?? 1));
  });
}
