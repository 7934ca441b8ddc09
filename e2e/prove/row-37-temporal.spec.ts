/** Row 37 on a real Temporal server: approvers race, some send twice, a worker dies and comes back. */
import { expect, test } from "@playwright/test";
import { runClusterTests } from "./cluster-tests.ts";
import { figure } from "./figure.ts";

test("row 37: One decision, first wins: Temporal", async ({}, info) => {
  test.setTimeout(1_800_000);
  const { passed, failed, failures } = await runClusterTests("races");
  figure(
    info,
    `200 races on Temporal and one with a dying worker: ${failed === 0 ? "0 double, 0 lost" : "see the test"}`,
  );
  expect(failures).toEqual([]);
  expect(passed).toBe(2);
});
