/** Row 37 beside crashes: the server is killed 60 times, 200 times at night, while runs go on and approvals are decided. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "@playwright/test";
import { figure } from "./figure.ts";

const KILLS = process.env["RUNLIGHT_NIGHTLY"] ? 200 : 60;
const ROOT = fileURLToPath(new URL("../..", import.meta.url));

test("row 37: One decision, first wins: crashes", async ({}, info) => {
  test.setTimeout(60_000 + KILLS * 3_000);
  const args = ["node_modules/vitest/vitest.mjs", "run", "src/server/embedded/kill.test.ts", "--reporter=json"];
  const child = spawn(process.execPath, args, { cwd: ROOT, env: { ...process.env, RUNLIGHT_KILLS: String(KILLS) } });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  await new Promise((resolve) => child.on("close", resolve));
  const report = JSON.parse(output.slice(output.indexOf('{"num'))) as {
    numPassedTests: number;
    numFailedTests: number;
  };
  figure(
    info,
    `${KILLS} kills -9: ${report.numFailedTests === 0 ? "0 lost, 0 double, every run ends" : "see the test"}`,
  );
  expect(report.numFailedTests).toBe(0);
  expect(report.numPassedTests).toBeGreaterThan(0);
});
