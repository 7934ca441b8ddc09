/** Breaks the shipped code once per row, in a copy, and sees that row's proof turn red: a proof that cannot fail proves nothing. */
import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findBrowser } from "../browser.mjs";
import { readTests } from "../e2e.mjs";
import { ensureBuild } from "../ensure-build.mjs";
import { ROWS, rowName } from "./rows.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const sabotageFolder = join(root, "e2e/prove/sabotage");

/**
 * Runs every sabotage of these rows and prints PASS where the proof went red. A row that has a spec but no sabotage is
 * a FAIL; one with neither is TODO. Returns the exit code.
 */
export async function runSabotages(rows) {
  const browser = findBrowser().path;
  const copy = copyTree();
  let hasFailed = false;
  const say = (row, verdict, text) => {
    if (verdict === "FAIL") hasFailed = true;
    console.log(`${rowName(row)} ${verdict} ${ROWS.get(row)} — ${text}`);
  };
  try {
    ensureBuild(copy);
    for (const row of rows) {
      const hasSpec = readdirSync(join(copy, "e2e/prove")).some((file) => file.startsWith(`row-${rowName(row)}`));
      const sabotages = readSabotages(row);
      if (sabotages.length === 0 && !hasSpec) say(row, "TODO", "no proof yet");
      else if (sabotages.length === 0) say(row, "FAIL", "has a proof but no sabotage");
      for (const sabotage of sabotages) {
        const { verdict, text } = runOne(copy, row, sabotage, browser);
        say(row, verdict, `${sabotage.why}: ${text}`);
      }
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
  return hasFailed ? 1 : 0;
}

/** `row-05.json`, and `row-05-….json` where a row has several. */
export function readSabotages(row, folder = sabotageFolder) {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => new RegExp(`^row-${rowName(row)}(-.*)?\\.json$`).test(name));
  return names.sort().map((name) => {
    const sabotage = JSON.parse(readFileSync(join(folder, name), "utf8"));
    if (sabotage.row !== row) throw new Error(`${name} says row ${sabotage.row}.`);
    for (const key of ["file", "find", "replace", "why"]) {
      if (typeof sabotage[key] !== "string") throw new Error(`${name} has no text "${key}".`);
    }
    return sabotage;
  });
}

/** The text with the sabotage applied. Throws unless what it looks for stands there exactly once, and in shipped code. */
export function applySabotage(text, { file, find, replace }) {
  if (!/^src\/(?!.*\.test\.)/.test(file)) throw new Error(`${file} is no shipped code.`);
  const count = text.split(find).length - 1;
  if (count !== 1) throw new Error(`what to replace stands ${count} times in ${file}, not once`);
  return text.replace(find, () => replace);
}

function runOne(copy, row, sabotage, browser) {
  const path = join(copy, sabotage.file);
  let original;
  try {
    original = readFileSync(path, "utf8");
    writeFileSync(path, applySabotage(original, sabotage));
    ensureBuild(copy);
    return judgeRun(runRow(copy, row, browser));
  } catch (error) {
    return { verdict: "FAIL", text: `could not be tried: ${error.message}` };
  } finally {
    if (original !== undefined) writeFileSync(path, original);
  }
}

/** Red only when a test of the row ran and failed; a spec that did not load or ran nothing is no red. */
export function judgeRun({ tests, loose }) {
  const failed = tests.filter((test) => !test.isPassed);
  if (loose.length > 0) return { verdict: "FAIL", text: `the spec did not run: ${loose[0].split("\n")[0]}` };
  if (tests.length === 0) return { verdict: "FAIL", text: "no test ran" };
  if (failed.length === 0) return { verdict: "FAIL", text: "the proof stayed green" };
  return { verdict: "PASS", text: `went red (${failed.length} of ${tests.length})` };
}

function runRow(copy, row, browser) {
  const reportPath = join(copy, "report.json");
  rmSync(reportPath, { force: true });
  const cli = "node_modules/@playwright/test/cli.js";
  const args = ["test", "--config", "e2e/playwright.config.ts", "--project=prove", "--reporter=json"];
  const env = { ...process.env, CHROME: browser, PLAYWRIGHT_JSON_OUTPUT_FILE: reportPath };
  const done = spawnSync(process.execPath, [cli, ...args, "--grep", `row ${rowName(row)}\\b`], { cwd: copy, env });
  if (!existsSync(reportPath)) throw new Error(`Playwright wrote no report (${String(done.stderr).slice(0, 300)})`);
  return readTests(JSON.parse(readFileSync(reportPath, "utf8")));
}

/** A copy of what git knows and what is new, without what is ignored; node_modules is linked. */
function copyTree() {
  const listed = spawnSync("git", ["ls-files", "-coz", "--exclude-standard"], { cwd: root, encoding: "utf8" });
  if (listed.status !== 0) throw new Error("The sabotages copy what git lists, and git listed nothing here.");
  const copy = mkdtempSync(join(tmpdir(), "runlight-sabotage-"));
  for (const file of listed.stdout.split("\0").filter(Boolean)) {
    if (file === "node_modules" || !existsSync(join(root, file))) continue;
    cpSync(join(root, file), join(copy, file), { recursive: true });
  }
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  return copy;
}
