/** `npm run prove [rows…] [--sabotage] [--nightly]`: runs the proofs and prints each promise with its figure. */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readTests, runPlaywright } from "../e2e.mjs";
import { ensureBuild } from "../ensure-build.mjs";
import { judge, NIGHTLY, readRows, ROWS, rowName } from "./rows.mjs";
import { whyNoPictures } from "../pictures.mjs";
import { startCluster } from "../temporal.mjs";
import { runSabotages } from "./sabotage.mjs";

const ON_TEMPORAL = ["03", "26", "27", "37"];
/** Their figures are times by the clock: beside another proof they would measure that one. And 43 takes the whole machine. */
const ALONE = new Set(["03", "06", "12", "16", "17", "18", "22", "23", "43"]);

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { sabotage: { type: "boolean" }, nightly: { type: "boolean" } },
  });
  const rows = readRows(positionals);
  if (values.nightly) {
    process.env.RUNLIGHT_NIGHTLY = "1";
    console.log("Nightly: the long variants: rows 17, 26, 37, 42, 43 and 44.");
    const why = whyNoPictures();
    if (why) console.log(`LEFT OUT: the comparison of pictures. ${why}`);
    else process.env.RUNLIGHT_PICTURES = "1";
  }
  process.exitCode = values.sabotage ? await sabotage(rows) : await prove(rows);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

/** A row that needs a cluster would go red for want of one, and prove nothing: then its sabotage is not tried. */
async function sabotage(rows) {
  const cluster = await clusterFor(rows.map(rowName));
  try {
    const isOnTemporal = (row) => ON_TEMPORAL.includes(rowName(row));
    const left = process.env.TEMPORAL_ADDRESS ? [] : rows.filter(isOnTemporal);
    for (const row of left) console.log(`${rowName(row)} FAIL ${ROWS.get(row)} — no Temporal server to try it on`);
    const code = await runSabotages(rows.filter((row) => !left.includes(row)));
    return left.length > 0 ? 1 : code;
  } finally {
    await cluster?.stop();
  }
}

/** Runs the specs of these rows once. Returns the exit code: 1 when a row FAILs or something failed outside the rows. */
async function prove(rows) {
  const startedAt = performance.now();
  const specFiles = readdirSync(new URL(".", import.meta.url));
  const leftOut = process.env.RUNLIGHT_NIGHTLY ? [] : rows.filter((row) => NIGHTLY.has(row));
  const hasSpec = (name) => specFiles.some((file) => new RegExp(`^row-${name}\\b.*\\.spec\\.ts$`).test(file));
  const wanted = rows
    .filter((row) => !leftOut.includes(row))
    .map(rowName)
    .filter(hasSpec);
  const { tests, loose } = await runSpecs(wanted);
  const verdicts = judge(rows, tests, specFiles, leftOut);
  console.log("");
  for (const { row, verdict, figure, ms } of verdicts) {
    const took = ms > 0 ? ` (${Math.round(ms / 1000)} s)` : "";
    console.log(`${rowName(row)} ${verdict} ${ROWS.get(row)}${figure ? ` — ${figure}` : ""}${took}`);
  }
  const count = (verdict) => verdicts.filter((one) => one.verdict === verdict).length;
  const minutes = ((performance.now() - startedAt) / 60_000).toFixed(1);
  const left = leftOut.length > 0 ? `, ${leftOut.length} left to --nightly` : "";
  for (const error of loose) console.error(`Outside the rows: ${error}`);
  // TODO is a verdict: a promise without a spec.
  console.log(`\n${count("PASS")} PASS, ${count("FAIL")} FAIL, ${count("TODO")} TODO${left} in ${minutes} min`);
  return count("FAIL") > 0 || loose.length > 0 ? 1 : 0;
}

async function runSpecs(wanted) {
  const all = { tests: [], loose: [] };
  if (wanted.length === 0) return all;
  ensureBuild();
  const folder = mkdtempSync(join(tmpdir(), "runlight-prove-"));
  const cluster = await clusterFor(wanted);
  try {
    for (const isAlone of [false, true]) {
      const names = wanted.filter((name) => ALONE.has(name) === isAlone);
      if (names.length === 0) continue;
      const args = ["--project=prove", "--grep", `row (${names.join("|")})\\b`, ...(isAlone ? ["--workers=1"] : [])];
      const { report } = await runPlaywright(args, { reportPath: join(folder, `${isAlone}.json`) });
      if (!report) throw new Error("Playwright ended without a report: nothing is proved.");
      const { tests, loose } = readTests(report);
      all.tests.push(...tests);
      all.loose.push(...loose);
    }
    return all;
  } finally {
    await cluster?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A Temporal server for the proofs that need one; without one those proofs fail, and say why. */
async function clusterFor(wanted) {
  if (process.env.TEMPORAL_ADDRESS || !ON_TEMPORAL.some((row) => wanted.includes(row))) return undefined;
  try {
    const cluster = await startCluster();
    process.env.TEMPORAL_ADDRESS = cluster.address;
    return cluster;
  } catch (error) {
    console.error(`No Temporal server: ${error instanceof Error ? error.message : error}`);
    return undefined;
  }
}
