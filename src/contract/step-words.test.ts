/** Status words: whole words only, and what is outside the table stays as it was sent. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { fold, phaseOf, statusLabel } from "./step-words.ts";

test.each([
  ["pending", "PENDING Queued SCHEDULED created new"],
  ["running", "running RUNNING in_progress In-Progress EXECUTING cancelling KILLING retrying RESTARTED"],
  ["waiting", "awaiting_human WAITING suspended PAUSED"],
  ["succeeded", "completed SUCCESS Succeeded succeeded WARNING"],
  ["failed", "failed FAILED error Error CRASHED SYSTEM_FAILURE timed_out TIMED_OUT EXPIRED rejected"],
  ["cancelled", "cancelled canceled CANCELED terminated KILLED stopped"],
  ["skipped", "skipped SKIPPED Omitted upstream_failed"],
  ["unknown", "uncompleted notfailed completed! quarantined simmering unknown sent received __proto__ constructor"],
])("%s: %s", (phase, words) => {
  for (const word of words.split(" ")) expect([word, phaseOf(word)]).toEqual([word, phase]);
});

test("a word that asks a person is waiting only on a step that asks one", () => {
  expect(phaseOf("open", "approval")).toBe("waiting");
  expect(phaseOf("open", "tool")).toBe("unknown");
  expect(phaseOf("open")).toBe("unknown");
});

test.each([
  ["awaiting_human", "Awaiting approval"],
  ["waiting", "Awaiting approval"],
  ["WAITING", "WAITING"],
  ["completed", "Completed"],
  ["SUCCEEDED", "Completed"],
  ["canceled", "Cancelled"],
  ["timed_out", "Timed out"],
  ["quarantined", "quarantined"],
  ["  Odd  Word ", "  Odd  Word "],
  ["", ""],
])("%j reads %j", (word, label) => {
  expect(statusLabel(word)).toBe(label);
});

test("a known word with anything before or after it is unknown and verbatim", () => {
  const known = fc.constantFrom(
    "completed",
    "failed",
    "running",
    "cancelled",
    "skipped",
    "pending",
    "approved",
    "error",
  );
  const around = fc.stringMatching(/^[a-z!?]{1,3}$/);
  const property = fc.property(known, around, fc.boolean(), (word, rest, isBefore) => {
    const odd = isBefore ? `${rest}x${word}` : `${word}x${rest}`;
    return phaseOf(odd) === "unknown" && statusLabel(odd) === odd;
  });
  fc.assert(property, { numRuns: 10_000 });
});

test("folding forgets case, `_`, `-` and space, and nothing else", () => {
  const property = fc.property(fc.oneof(fc.string(), fc.string({ unit: "binary" })), (text) => {
    const isPlain = !/[^\x20-\x7e]/.test(text);
    const expected = isPlain ? text.toLowerCase().replaceAll("_", "").replaceAll("-", "").replaceAll(" ", "") : text;
    return fold(text) === expected && fold(expected) === expected;
  });
  fc.assert(property, { numRuns: 10_000 });
});
