/** Row 43: tests that bite: almost every fault planted in the code that must not err is noticed, every promise can fail. */
import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "@playwright/test";
import { figure } from "./figure.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
/** As `mutation-groups.mjs` has them, which a test compares. All take about an hour; a sabotage has to turn one red. */
const ALL = ["poller", "schema", "approval", "auth", "redaction", "url"];
const groups = process.env["RUNLIGHT_NIGHTLY"] === undefined ? ALL.slice(0, 1) : ALL;
const HOURS = 3;
const ABOVE = 42;

for (const group of groups) {
  test(`row 43: the tests of the ${group} group notice the faults planted in its code`, async ({}, info) => {
    test.setTimeout(HOURS * 3_600_000);
    const lines = await mutationOf(group);
    const [verdict = "", ...words] = lines.at(-1)?.split(" ") ?? [];
    figure(info, words.join(" "));
    expect(verdict, lines.slice(-20).join("\n")).toBe("PASS");
  });
}

test("row 43: every promise above has a variant that must fail", async ({}, info) => {
  const names = readdirSync(join(root, "e2e/prove/sabotage"));
  const count = (row: number) => names.filter((name) => name.startsWith(`row-${String(row).padStart(2, "0")}`)).length;
  const above = Array.from({ length: ABOVE }, (_, index) => index + 1);
  const without = above.filter((row) => count(row) === 0);
  const all = above.reduce((sum, row) => sum + count(row), 0);
  figure(info, `all other code is not measured; ${all} sabotages of ${ABOVE - without.length} promises`);
  expect(without).toEqual([]);
});

/** What `mutation.mjs` prints; its last line begins with the verdict. */
function mutationOf(group: string): Promise<string[]> {
  return new Promise((resolve) => {
    execFile(process.execPath, ["e2e/prove/mutation.mjs", group], { cwd: root }, (_error, stdout, stderr) =>
      resolve(`${stderr}\n${stdout}`.trim().split("\n")),
    );
  });
}
