/** Row 45: anyone can check: the table is printed with figures, each threat names tests that exist, the attacks are published. */
import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "@playwright/test";
import { ATTACKS } from "./attack-corpus.ts";
import { figure } from "./figure.ts";

const PROMISES = 45;
const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (path: string) => readFileSync(join(root, path), "utf8");

test("row 45: a proof prints its promise, its verdict, its figure and its time", async ({}, info) => {
  const isOuter = /^(?:RUNLIGHT_E2E_CALL|TEST_WORKER_INDEX|TEST_PARALLEL_INDEX|PLAYWRIGHT_.*|PW_.*)$/;
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !isOuter.test(name)));
  const printed = await new Promise<string>((resolve) => {
    execFile(process.execPath, ["e2e/prove/prove.mjs", "8", "44"], { cwd: root, env }, (_error, stdout) =>
      resolve(stdout),
    );
  });
  const lines = printed.split("\n");
  expect(lines).toContainEqual(expect.stringMatching(/^08 PASS An outage is not multiplied — .*\d.* \(\d+ s\)$/));
  expect(lines).toContainEqual(expect.stringMatching(/^44 NIGHTLY No flakes/));
  expect(lines).toContainEqual(expect.stringMatching(/^1 PASS, 0 FAIL, 0 TODO, 1 left to --nightly in /));
  const specs = readdirSync(join(root, "e2e/prove"));
  const proved = new Set(specs.flatMap((name) => /^row-(\d\d)\b.*\.spec\.ts$/.exec(name)?.[1] ?? []));
  figure(info, `${proved.size} of ${PROMISES} promises have a proof`);
});

test("row 45: SECURITY.md maps T1 to T23 to tests that exist", async ({}, info) => {
  const rows = read(".github/SECURITY.md")
    .split("\n")
    .filter((line) => /^\| T\d/.test(line));
  expect(rows.map((row) => row.split(" ")[1])).toEqual(Array.from({ length: 23 }, (_, index) => `T${index + 1}`));
  const gone: string[] = [];
  let named = 0;
  for (const row of rows) {
    const [, threat] = row.split(" ");
    const cell = row.split(" | ").at(-1) ?? "";
    const before = named;
    let file = "";
    for (const [, path, title, proofs] of cell.matchAll(
      /`([\w./-]+\.(?:tsx?|mjs))`|"([^"]+)"|`npm run prove -- ([\d ]+)`/g,
    )) {
      if (path !== undefined) file = path;
      const isThere =
        path === undefined ? title === undefined || read(file).includes(title) : existsSync(join(root, path));
      const missing = (proofs?.split(" ") ?? []).filter((row) => !hasProof(Number(row)));
      if (!isThere || missing.length > 0) gone.push(`${threat}: ${path ?? title ?? proofs}`);
      named++;
    }
    // Threats whose control is the absence of a feature, or headers that another threat's tests look at.
    if (named === before && !/^(?:nothing to test|headers as in T\d+)/.test(cell)) gone.push(`${threat}: no test`);
  }
  figure(info, `23 threats, ${named} tests named, ${gone.length} missing`);
  expect(gone).toEqual([]);
});

test("row 45: the attacks are published", async ({}, info) => {
  figure(info, `${ATTACKS.length} attacks published`);
  expect(ATTACKS.length).toBeGreaterThanOrEqual(300);
  expect(read("README.md")).toContain("e2e/prove/attack-corpus.ts");
});

const hasProof = (row: number) => existsSync(join(root, `e2e/prove/row-${String(row).padStart(2, "0")}.spec.ts`));
