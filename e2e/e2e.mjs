/** `npm run e2e`: makes sure of a browser and a build, then runs Playwright with the arguments given. */
import { spawn } from "node:child_process";
import { readFileSync, realpathSync } from "node:fs";
import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { findBrowser } from "./browser.mjs";
import { ensureBuild } from "./ensure-build.mjs";
import { startCluster } from "./temporal.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * Runs Playwright. Resolves with its exit code, and its JSON report when `reportPath` names a file for it; the report
 * is undefined when Playwright ended before it wrote one.
 */
export async function runPlaywright(args, { reportPath, isQuiet = false } = {}) {
  const env = { ...process.env, CHROME: findBrowser().path };
  if (reportPath) {
    await rm(reportPath, { force: true });
    env.PLAYWRIGHT_JSON_OUTPUT_FILE = reportPath;
  }
  const reporter = reportPath ? [`--reporter=${isQuiet ? "json" : "list,json"}`] : [];
  const cli = "node_modules/@playwright/test/cli.js";
  const child = spawn(process.execPath, [cli, "test", "--config", "e2e/playwright.config.ts", ...reporter, ...args], {
    cwd: root,
    env,
    stdio: ["ignore", "inherit", "inherit"],
  });
  const code = await new Promise((resolve) => {
    child.on("error", () => resolve(1));
    child.on("exit", (status) => resolve(status ?? 1));
  });
  return { code, report: reportPath ? readReport(reportPath) : undefined };
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

/** Every test of a report as `{title, file, isPassed, status, ms, figures, errors}`; errors outside tests as `loose`. */
export function readTests(report) {
  const tests = [];
  const walk = (suite) => {
    for (const spec of suite.specs ?? []) {
      for (const one of spec.tests) {
        tests.push({
          title: spec.title,
          file: spec.file,
          isPassed: one.status === "expected" && one.results.some((result) => result.status === "passed"),
          status: one.status,
          ms: one.results.reduce((sum, result) => sum + (result.duration ?? 0), 0),
          figures: one.annotations.filter((note) => note.type === "figure").map((note) => note.description),
          errors: one.results.flatMap((result) => result.errors.map((error) => error.message ?? String(error.value))),
        });
      }
    }
    for (const inner of suite.suites ?? []) walk(inner);
  };
  for (const suite of report.suites) walk(suite);
  return { tests, loose: report.errors.map((error) => error.message ?? String(error.value)) };
}

/** A Temporal server for its figures; where none can be had they are left out, and that is said. */
async function clusterForBench() {
  if (process.env.TEMPORAL_ADDRESS) return undefined;
  try {
    const cluster = await startCluster();
    process.env.TEMPORAL_ADDRESS = cluster.address;
    return cluster;
  } catch (error) {
    console.log(`LEFT OUT: the figures on Temporal. ${error instanceof Error ? error.message : error}`);
    return undefined;
  }
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const args = process.argv.slice(2);
  try {
    ensureBuild();
    const hasProject = args.some((arg) => arg.startsWith("--project"));
    const cluster = args.includes("bench") || args.includes("--project=bench") ? await clusterForBench() : undefined;
    const { code } = await runPlaywright([...(hasProject ? [] : ["--project=journeys"]), ...args]);
    await cluster?.stop();
    process.exitCode = code;
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
