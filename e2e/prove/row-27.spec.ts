/** Row 27: every way a life can end, on a real Temporal server: the right status, source and reason, and no more requests. */
import { expect, test } from "@playwright/test";
import { runClusterTests } from "./cluster-tests.ts";
import { figure } from "./figure.ts";

/** Eleven tests; two of them hold two ends each, one holds a reset after a decision. */
const TESTS = 11;

test("row 27: Real Temporal, not a mock", async ({}, info) => {
  test.setTimeout(360_000);
  const { passed, failed, failures } = await runClusterTests("life-ends");
  figure(
    info,
    `${passed} of ${passed + failed} tests of 13 ends on a real server${failed ? `: not ${failures.join("; ")}` : ""}`,
  );
  expect(failures).toEqual([]);
  expect(passed).toBe(TESTS);
});
