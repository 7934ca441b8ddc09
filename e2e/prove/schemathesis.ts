/** Schemathesis, the property-based tester of OpenAPI documents, in a Python environment of its own that is thrown away. */
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const VERSION = "4.32.5";
const FOLDER = fileURLToPath(new URL("schemathesis", import.meta.url));

export interface Checked {
  /** Requests made of it. */
  readonly cases: number;
  readonly operations: number;
  /** Each as "Server error (2): GET /api/v1/agents"; empty when every check held. */
  readonly failures: readonly string[];
}

export interface Schemathesis {
  /** Runs every check against the server at `url`, with `cases` random requests of each operation. */
  check(url: string, cases: number): Promise<Checked>;
  remove(): Promise<void>;
}

interface Report {
  readonly complete: boolean;
  readonly operations: { readonly total: number; readonly tested: number };
  readonly test_cases: { readonly generated: number };
  readonly failures: readonly Found[];
  readonly errors: readonly Found[];
}

interface Found {
  readonly title: string;
  readonly count: number;
  readonly operations?: readonly unknown[];
}

/** Takes about a minute. Throws when there is no Python or no package: a check that was not made is no proof. */
export async function installSchemathesis(): Promise<Schemathesis> {
  const folder = await mkdtemp(join(tmpdir(), "runlight-schemathesis-"));
  const inside = join(folder, process.platform === "win32" ? "Scripts" : "bin");
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    await run(folder, "python3", ["-m", "venv", folder]);
    await run(folder, join(inside, "pip"), ["install", "--quiet", `schemathesis==${VERSION}`]);
  } catch (error) {
    await remove();
    throw new Error(`Schemathesis ${VERSION} cannot be had, so nothing was checked. It takes python3 and PyPI.`, {
      cause: error,
    });
  }
  let count = 0;
  return {
    remove,
    async check(url, cases) {
      const path = join(folder, `report-${++count}.json`);
      const how = ["--checks", "all", "--max-examples", String(cases), "--seed", "26", "--continue-on-failure"];
      const report = ["--no-shrink", "--report", "json", "--report-json-path", path];
      const config = ["--config-file", join(FOLDER, "schemathesis.toml")];
      const args = [...config, "run", `${url}/api/openapi.json`, ...how, ...report];
      // What it finds is in its report; what it says when there is none is thrown by reading that.
      await run(folder, join(inside, "schemathesis"), args).catch(() => "");
      return readReport(await readFile(path, "utf8"));
    },
  };
}

function readReport(text: string): Checked {
  const report = JSON.parse(text) as Report;
  const { total, tested } = report.operations;
  const found = [...report.failures, ...report.errors].map(
    ({ title, count, operations }) => `${title} (${count}): ${JSON.stringify(operations ?? [])}`,
  );
  const isWhole = report.complete && tested === total;
  const failures = isWhole ? found : [...found, `only ${tested} of ${total} operations were checked`];
  return { cases: report.test_cases.generated, operations: tested, failures };
}

/** In `cwd`, where it leaves its own files. Rejects with what it said when it ends with anything but 0. */
function run(cwd: string, command: string, args: readonly string[]): Promise<string> {
  const env = { ...process.env, PYTHONPATH: FOLDER, PYTHONDONTWRITEBYTECODE: "1", SCHEMATHESIS_HOOKS: "page-tokens" };
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => (output += text));
    child.on("error", reject);
    child.on("close", (code) => (code === 0 ? resolve(output) : reject(new Error(output.slice(-2_000)))));
  });
}
