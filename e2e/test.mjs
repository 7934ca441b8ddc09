/** `npm test`: every check, then the journeys in a real browser. Its last line is always `N passed, N failed`. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runChecks, say } from "./checks.mjs";
import { readTests, runPlaywright } from "./e2e.mjs";
import { ensureBuild } from "./ensure-build.mjs";

const total = { passed: 0, failed: 0 };
try {
  await part("checks", runChecks);
  await part("build", async () => {
    ensureBuild();
    return { passed: 1, failed: 0 };
  });
  await part("journeys", runJourneys);
  console.log(
    "Temporal: this version has no Temporal source yet, so nothing ran against Temporal. No other test was left out.",
  );
} finally {
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
    counts = { passed: 0, failed: 1 };
  }
  say(name, counts.failed === 0, performance.now() - startedAt, `${counts.passed} passed, ${counts.failed} failed`);
  total.passed += counts.passed;
  total.failed += counts.failed;
}

async function runJourneys() {
  const folder = mkdtempSync(join(tmpdir(), "runlight-journeys-"));
  try {
    const { code, report } = await runPlaywright(["--project=journeys"], { reportPath: join(folder, "report.json") });
    if (!report) throw new Error("Playwright ended without a report.");
    const { tests, loose } = readTests(report);
    const passed = tests.filter((test) => test.isPassed).length;
    const failed = tests.length - passed + loose.length;
    return { passed, failed: failed === 0 && (code !== 0 || passed === 0) ? 1 : failed };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
