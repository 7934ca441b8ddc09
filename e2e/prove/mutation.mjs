/** `node e2e/prove/mutation.mjs [groups…]`: plants faults in a group's code and counts those that its tests notice. */
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "../checks.mjs";
import { GROUPS, KILLED_MIN } from "./mutation-groups.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** A fault that makes a test run for ever is noticed; one that a busy machine slows down is not yet. */
const PATIENCE_MS = 20_000;

/**
 * Runs Stryker over one group, in a copy that is thrown away. Returns its score, see `scoreOf`; throws when it ended
 * without a report, as it does when a test fails on the code as it is.
 */
export async function mutate(name) {
  const { mutate, tests } = GROUPS.get(name);
  // Below the project, where the copy finds the packages.
  mkdirSync(join(root, "test-results"), { recursive: true });
  const folder = mkdtempSync(join(root, "test-results", "mutation-"));
  const reportPath = join(folder, "report.json");
  const configPath = join(folder, "stryker.json");
  const config = {
    mutate,
    testRunner: "vitest",
    plugins: [fileURLToPath(import.meta.resolve("@stryker-mutator/vitest-runner"))],
    vitest: { configFile: "e2e/prove/mutation.config.ts", related: false },
    coverageAnalysis: "perTest",
    // What a file makes once when it is loaded no single test can be blamed for.
    ignoreStatic: true,
    // Stryker reads it with a TypeScript that knows no version 7.
    tsconfigFile: "none",
    concurrency: Math.max(1, availableParallelism() - 1),
    timeoutMS: PATIENCE_MS,
    tempDirName: join(folder, "copy"),
    symlinkNodeModules: false,
    ignorePatterns: ["dist", "test-results", ".data"],
    reporters: ["json"],
    jsonReporter: { fileName: reportPath },
    allowConsoleColors: false,
    disableTypeChecks: false,
  };
  writeFileSync(configPath, JSON.stringify(config));
  try {
    const output = await stryker(configPath, { RUNLIGHT_MUTATION_TESTS: tests.join(" ") });
    return scoreOf(readReport(reportPath, output));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Counts a report of Stryker's: `killed` of `total` faults turned a test red or made it run for ever. What could not be
 * built counts for nothing, and neither does what was left out, of which `ignored` says how much. `survivors`: the others, one line each.
 */
export function scoreOf(report) {
  const score = { killed: 0, total: 0, ignored: 0, survivors: [] };
  for (const [file, { mutants, source }] of Object.entries(report.files)) {
    for (const { status, location, mutatorName, replacement } of mutants) {
      if (status === "Ignored") score.ignored++;
      if (!COUNTED.has(status)) continue;
      score.total++;
      if (status === "Killed" || status === "Timeout") score.killed++;
      else score.survivors.push(survivorLine(file, source, { status, location, mutatorName, replacement }));
    }
  }
  return score;
}

const COUNTED = new Set(["Killed", "Timeout", "Survived", "NoCoverage"]);

/** Whether a group's tests bite. Nothing planted is nothing proved. */
export function isBiting({ killed, total }) {
  return total > 0 && killed * 100 >= total * KILLED_MIN;
}

export function scoreText(name, { killed, total }) {
  return `${name} ${killed} of ${total} (${total > 0 ? ((killed / total) * 100).toFixed(1) : 0} %)`;
}

function survivorLine(file, source, { status, location: { start, end }, mutatorName, replacement }) {
  const lines = source.split("\n");
  const first = lines[start.line - 1] ?? "";
  const was =
    start.line === end.line ? first.slice(start.column - 1, end.column - 1) : `${first.slice(start.column - 1)}…`;
  const now = (replacement ?? mutatorName).replaceAll(/\s+/g, " ");
  return `${file}:${start.line}:${start.column} ${status === "NoCoverage" ? "no test runs it: " : ""}${was} -> ${now}`;
}

function readReport(path, output) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    throw new Error(`Stryker wrote no report: ${output.trim().split("\n").slice(-12).join("\n")}`);
  }
}

async function stryker(configPath, env) {
  const cli = fileURLToPath(new URL("bin/stryker.js", import.meta.resolve("@stryker-mutator/core/package.json")));
  return (await run([cli, "run", configPath], env)).output;
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const names = process.argv.slice(2);
  const unknown = names.filter((name) => !GROUPS.has(name));
  if (unknown.length > 0)
    throw new Error(`No such group: ${unknown.join(", ")}; there are ${[...GROUPS.keys()].join(", ")}.`);
  for (const name of names.length > 0 ? names : GROUPS.keys()) {
    const startedAt = performance.now();
    const score = await mutate(name);
    for (const line of score.survivors) console.log(line);
    const minutes = ((performance.now() - startedAt) / 60_000).toFixed(1);
    console.log(
      `${isBiting(score) ? "PASS" : "FAIL"} ${scoreText(name, score)}, ${score.ignored} left out, in ${minutes} min`,
    );
    if (!isBiting(score)) process.exitCode = 1;
  }
}
