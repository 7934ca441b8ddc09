/** What may be sent as a decision, and the text that binds it to what was shown. */
import * as fc from "fast-check";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { COMMENT_MAX, digestText, readDecision, REASON_MIN } from "./decision.ts";
import { DecisionBodySchema, DecisionSchema } from "./decision-schemas.ts";

const isBody = (body: unknown) => v.is(DecisionBodySchema, body);

describe("the body", () => {
  test.each<[unknown, boolean]>([
    [{ decision: "approve" }, true],
    [{ decision: "approve", comment: "" }, true],
    [{ decision: "approve", comment: "x".repeat(COMMENT_MAX) }, true],
    [{ decision: "approve", comment: "x".repeat(COMMENT_MAX + 1) }, false],
    [{ decision: "reject", comment: "x".repeat(REASON_MIN) }, true],
    [{ decision: "reject", comment: "x".repeat(COMMENT_MAX) }, true],
    [{ decision: "reject", comment: "x".repeat(REASON_MIN - 1) }, false],
    [{ decision: "reject", comment: " ".repeat(50) }, false],
    [{ decision: "reject", comment: `  ${"x".repeat(REASON_MIN - 1)}  ` }, false],
    [{ decision: "reject" }, false],
    [{ decision: "timed_out" }, false],
    [{ decision: "APPROVE" }, false],
    [{ decision: ["approve"] }, false],
    [{}, false],
    [null, false],
    ["approve", false],
  ])("%j: %s", (body, expected) => {
    expect(isBody(body)).toBe(expected);
  });

  test("a reason counts without the space around it, and any reason of 10 to 2,000 characters will do", () => {
    const property = fc.property(
      fc.string({ maxLength: 40 }),
      (comment) => isBody({ decision: "reject", comment }) === comment.trim().length >= REASON_MIN,
    );
    fc.assert(property, { numRuns: 10_000 });
    expect(v.parse(DecisionBodySchema, { decision: "reject", comment: "  not this one  " }).comment).toBe(
      "not this one",
    );
  });
});

test("a decision that nobody took is one too", () => {
  const decision = { approvalId: "a", nodeId: "n", decision: "timed_out", by: "", at: "2026-06-12T09:31:00Z" };
  expect(v.is(DecisionSchema, decision)).toBe(true);
  expect(v.is(DecisionSchema, { ...decision, decision: "maybe" })).toBe(false);
});

describe("the text a digest is made of", () => {
  test("begins with its version and ends with the request exactly as served", () => {
    expect(digestText("w", "r", "a", '{ "amount": 1240.00 }')).toBe(
      '["runlight-approval-1","w","r","a"]\n{ "amount": 1240.00 }',
    );
  });

  test("two texts agree only when all four parts do: no part can pose as another", () => {
    const part = fc.oneof(fc.string({ maxLength: 6 }), fc.stringMatching(/^[",\]\\\n[a]{0,5}$/));
    const parts = fc.tuple(part, part, part, part);
    const property = fc.property(parts, parts, (a, b) => {
      const isSame = a.every((text, i) => text === b[i]);
      return (digestText(...a) === digestText(...b)) === isSame;
    });
    fc.assert(property, { numRuns: 10_000 });
  });
});

test("a decision is read exactly where its schema reads it", () => {
  const keys = ["approvalId", "nodeId", "decision", "by", "at", "comment", "digest", "later"];
  const values = ['"approve"', '"reject"', '"timed_out"', '"maybe"', '"text"', '"text"', '"text"', '""', "null", "7"];
  const members = fc.dictionary(fc.constantFrom(...keys), fc.constantFrom(...values), { maxKeys: 8 });
  const property = fc.property(members, fc.nat(3), (odd, isWhole) => {
    const whole = isWhole > 0 ? { approvalId: '"a"', nodeId: '"n"', decision: '"reject"', by: '""', at: '"t"' } : {};
    const entries = Object.entries({ ...whole, ...odd }).map(([key, text]) => [key, JSON.parse(text) as unknown]);
    const plain: unknown = Object.fromEntries(entries);
    const read = v.safeParse(DecisionSchema, plain);
    expect(readDecision(plain)).toEqual(read.success ? read.output : undefined);
  });
  fc.assert(property, { numRuns: 10_000 });
  const whole = { approvalId: "a", nodeId: "n", decision: "reject", by: "", at: "t" } as const;
  expect(readDecision({ ...whole, later: 1 })).toStrictEqual(whole);
  expect(readDecision({ ...whole, comment: "", digest: "d" })).toStrictEqual({ ...whole, comment: "", digest: "d" });
  for (const odd of [7, null, {}, false])
    expect([readDecision({ ...whole, comment: odd }), readDecision({ ...whole, digest: odd })]).toEqual([
      undefined,
      undefined,
    ]);
  for (const plain of [null, 1, "x", [], undefined]) expect(readDecision(plain)).toBeUndefined();
});
