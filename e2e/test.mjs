/** `npm test`: every check, then the journeys in a real browser. Its last line is always `N passed, N failed`. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runChecks, runUnits, say } from "./checks.mjs";
import { readTests, runPlaywright } from "./e2e.mjs";
import { ensureBuild } from "./ensure-build.mjs";
import { whyNoPictures } from "./pictures.mjs";
import { startCluster } from "./temporal.mjs";

const total = { passed: 0, failed: 0 };
/** What failed, by name: said once more at the end, where it is found in a long log. */
const failures = [];
const leftOut = [];
try {
  await part("checks", runChecks);
  await part("build", async () => {
    ensureBuild();
    return { passed: 1, failed: 0 };
  });
  await part("journeys", runJourneys);
  await part("temporal", runOnTemporal);
  for (const line of leftOut) console.log(line);
} finally {
  for (const name of failures) console.log(`FAILED ${name}`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  process.exitCode = total.failed > 0 ? 1 : 0;
}

/** A part that throws counts as one failure, and the next part still runs. */
async function part(name, run) {
  const startedAt = performance.now();
  let counts;
  try {
    counts = await run();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    counts = { passed: 0, failed: 1, names: [name] };
  }
  say(name, counts.failed === 0, performance.now() - startedAt, `${counts.passed} passed, ${counts.failed} failed`);
  total.passed += counts.passed;
  total.failed += counts.failed;
  failures.push(...(counts.names ?? []));
}

/** Journeys, and the pictures where they are drawn as they were made. */
async function runJourneys() {
  const folder = mkdtempSync(join(tmpdir(), "runlight-journeys-"));
  const why = whyNoPictures();
  if (why) leftOut.push(`LEFT OUT: the comparison of pictures. ${why}`);
  const projects = ["--project=journeys", ...(why ? [] : ["--project=pictures"])];
  try {
    const { code, report } = await runPlaywright(projects, { reportPath: join(folder, "report.json") });
    if (!report) throw new Error("Playwright ended without a report.");
    const { tests, loose } = readTests(report);
    const passed = tests.filter((test) => test.isPassed).length;
    const failed = tests.length - passed + loose.length;
    const names = [...tests.filter((test) => !test.isPassed).map((test) => `${test.file}: ${test.title}`), ...loose];
    return { passed, failed: failed === 0 && (code !== 0 || passed === 0) ? 1 : failed, names };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Everything against a real Temporal server; where none can be had, that is said in the end, and fails where it must be had. */
async function runOnTemporal() {
  let cluster;
  try {
    cluster = await startCluster();
  } catch (error) {
    if (process.env.RUNLIGHT_TEMPORAL_TESTS === "required") throw error;
    leftOut.push(
      "LEFT OUT: everything against a real Temporal server (contract suite, foreign workflows, ends of life, races).",
      `  ${error instanceof Error ? error.message : error}`,
      "  Put Temporal's CLI on the PATH, or its path into TEMPORAL_CLI_PATH, and run again.",
    );
    return { passed: 0, failed: 0 };
  }
  try {
    return await runUnits({ RUNLIGHT_TEST_CLUSTER: "1", TEMPORAL_ADDRESS: cluster.address });
  } finally {
    await cluster.stop();
  }
}
