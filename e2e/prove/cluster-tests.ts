/** Runs tests of the Temporal source on the cluster TEMPORAL_ADDRESS names, for the proofs that are made of them. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

export interface Ran {
  readonly passed: number;
  readonly failed: number;
  /** Full names of those that failed. */
  readonly failures: readonly string[];
}

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/** Throws without a cluster: a proof that was not made is no proof. */
export async function runClusterTests(name: string): Promise<Ran> {
  if (!process.env["TEMPORAL_ADDRESS"])
    throw new Error("TEMPORAL_ADDRESS names no Temporal server. Start one: temporal server start-dev --headless");
  const file = `src/server/temporal/${name}-cluster.test.ts`;
  const args = ["node_modules/vitest/vitest.mjs", "run", file, "--reporter=json"];
  const child = spawn(process.execPath, args, { cwd: ROOT, env: { ...process.env, RUNLIGHT_TEST_CLUSTER: "1" } });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  await new Promise((resolve) => child.on("close", resolve));
  const report = JSON.parse(output.slice(output.indexOf('{"num'))) as Report;
  const all = report.testResults.flatMap(({ assertionResults }) => assertionResults);
  const failures = all.filter(({ status }) => status === "failed").map(({ fullName }) => fullName);
  return { passed: report.numPassedTests, failed: report.numFailedTests, failures };
}
