/** Row 44: no journey and no picture ever fails by chance: all of them 50 times, some of them thrice where time is short. */
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "@playwright/test";
import { figure } from "./figure.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const isNightly = process.env["RUNLIGHT_NIGHTLY"] !== undefined;
const REPEATS = Number(process.env["RUNLIGHT_REPEATS"] ?? (isNightly ? 50 : 3));
/** Those that go through the most of the page, where not all can. */
const FEW = ["run.spec.ts", "approvals.spec.ts", "lists.spec.ts"];
const HOURS = 12;

test(`row 44: journeys ${REPEATS} times without a failure`, async ({}, info) => {
  test.setTimeout(HOURS * 3_600_000);
  const folder = await mkdtemp(join(tmpdir(), "runlight-flakes-"));
  const report = join(folder, "report.json");
  const projects = ["--project=journeys", ...(process.env["RUNLIGHT_PICTURES"] ? ["--project=pictures"] : [])];
  const args = [
    "test",
    "--config",
    "e2e/playwright.config.ts",
    "--reporter=json",
    `--repeat-each=${REPEATS}`,
    ...projects,
  ];
  const child = spawn(process.execPath, ["node_modules/@playwright/test/cli.js", ...args, ...(isNightly ? [] : FEW)], {
    cwd: root,
    stdio: "ignore",
    env: outerEnv({ PLAYWRIGHT_JSON_OUTPUT_FILE: report }),
  });
  await new Promise((resolve) => child.once("exit", resolve));
  const { stats, errors, suites } = JSON.parse(await readFile(report, "utf8")) as Report;
  await rm(folder, { recursive: true, force: true });
  const count = stats.expected + stats.unexpected + stats.flaky + stats.skipped;
  const failed = suites.flatMap(failedOf);
  figure(info, `Chromium, ${count / REPEATS} journeys × ${REPEATS}: ${count - stats.expected} failed`);
  expect([...errors.map((error) => error.message), ...failed]).toEqual([]);
  expect(stats).toMatchObject({ unexpected: 0, flaky: 0, skipped: 0 });
  expect(count).toBeGreaterThan(0);
});

/** What of Playwright's report is read here. */
interface Report {
  readonly stats: {
    readonly expected: number;
    readonly unexpected: number;
    readonly flaky: number;
    readonly skipped: number;
  };
  readonly errors: readonly { readonly message?: string }[];
  readonly suites: readonly Suite[];
}

interface Suite {
  readonly title: string;
  readonly specs?: readonly { readonly title: string; readonly ok: boolean }[];
  readonly suites?: readonly Suite[];
}

function failedOf({ title, specs = [], suites = [] }: Suite): string[] {
  return [...specs.filter((spec) => !spec.ok).map((spec) => `${title}: ${spec.title}`), ...suites.flatMap(failedOf)];
}

/** Playwright within Playwright: nothing of the outer one may reach the inner one. */
function outerEnv(more: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const isOuter = /^(?:RUNLIGHT_E2E_CALL|TEST_WORKER_INDEX|TEST_PARALLEL_INDEX|PLAYWRIGHT_.*|PW_.*)$/;
  return { ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !isOuter.test(name))), ...more };
}
