/** Page tokens open again only for the list, filters and viewer they were made for. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { unwrapPageToken, wrapPageToken } from "./page-tokens.ts";
import { ProblemError } from "./problems.ts";

const KEY = new Uint8Array(32).fill(7);
const NOW = 1_700_000_000_000;
const HOUR_MS = 3_600_000;
const RUNS = { numRuns: 10_000 };

function refused(act: () => unknown): boolean {
  try {
    act();
    return false;
  } catch (error) {
    expect(error).toBeInstanceOf(ProblemError);
    expect(error).toMatchObject({ problem: "bad-page-token", status: 400 });
    return true;
  }
}

test("a token gives back where the page starts, for the same list, for a day", () => {
  const age = fc.integer({ min: 0, max: 24 * HOUR_MS });
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string(), fc.nat(NOW), age, (after, binding, now, ageMs) => {
      const token = wrapPageToken(KEY, after, binding, now);
      expect(token).toMatch(/^[\w.-]+$/);
      expect(unwrapPageToken(KEY, token, binding, now + ageMs)).toBe(after);
      expect(refused(() => unwrapPageToken(KEY, token, binding, now + 25 * HOUR_MS + 1))).toBe(true);
    }),
    RUNS,
  );
});

test("a token is refused with any other list, filter, viewer or key", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (after, binding, other) => {
      fc.pre(binding !== other);
      const token = wrapPageToken(KEY, after, binding, NOW);
      expect(refused(() => unwrapPageToken(KEY, token, other, NOW))).toBe(true);
      expect(refused(() => unwrapPageToken(new Uint8Array(32), token, binding, NOW))).toBe(true);
    }),
    RUNS,
  );
});

test("a token with any character changed, added or lost is refused", () => {
  const change = fc.record({
    at: fc.nat(),
    kind: fc.constantFrom("replace", "insert", "delete"),
    by: fc.constantFrom(..."ABCwxyz0189-_.=/+ \u0000é"),
  });
  fc.assert(
    fc.property(fc.string(), change, (after, { at, kind, by }) => {
      const token = wrapPageToken(KEY, after, "runs", NOW);
      const place = at % token.length;
      const changed =
        token.slice(0, place) + (kind === "delete" ? "" : by) + token.slice(kind === "insert" ? place : place + 1);
      fc.pre(changed !== token);
      expect(refused(() => unwrapPageToken(KEY, changed, "runs", NOW))).toBe(true);
    }),
    RUNS,
  );
});

test("anything else is refused, never an error of another kind", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.base64String(), fc.string({ minLength: 4_000, maxLength: 9_000 })), (text) => {
      expect(refused(() => unwrapPageToken(KEY, text, "runs", NOW))).toBe(true);
    }),
    RUNS,
  );
});
