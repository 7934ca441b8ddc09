/** The digest binds exactly the text shown, for exactly this request of exactly this attempt. */
import fc from "fast-check";
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { digestText } from "../contract/decision.ts";
import { approvalDigest, shortDigest } from "./digest.ts";

test("is the SHA-256 of the agreed text, in lower-case hex", async () => {
  const hex = await approvalDigest("wf_57_run_89", "t1", "apr_1", '{"amount":1240.00,"to":"Zoë 🙂"}');
  const text = digestText("wf_57_run_89", "t1", "apr_1", '{"amount":1240.00,"to":"Zoë 🙂"}');
  expect(hex).toBe(createHash("sha256").update(text, "utf8").digest("hex"));
});

test("differs when any part differs, however the parts are cut", async () => {
  const part = fc.string({ maxLength: 6 });
  const parts = fc.tuple(part, part, part, fc.json({ maxDepth: 1 }));
  await fc.assert(
    fc.asyncProperty(parts, parts, async (a, b) => {
      const isSame = JSON.stringify(a) === JSON.stringify(b);
      expect((await approvalDigest(...a)) === (await approvalDigest(...b))).toBe(isSame);
    }),
    { numRuns: 10_000 },
  );
});

test("short form", () => {
  expect(shortDigest("9f2c41aaaaaaaaaaaab07e")).toBe("9f2c41…b07e");
  expect(["short", "123456789012", "1234567890123"].map(shortDigest)).toEqual(["short", "123456789012", "123456…0123"]);
});
