/** Our own additions to an answer: read part by part, and never in the way of the rest. */
import * as fc from "fast-check";
import * as v from "valibot";
import { expect, test } from "vitest";
import { AnyJson } from "./any-json.ts";
import { readJson } from "./json.ts";
import { parseRunlight, toPlain } from "./runlight.ts";
import { RunlightSchema } from "./runlight-schema.ts";

const DECISION = { approvalId: "a", nodeId: "n", decision: "approve", by: "Mira", at: "2026-06-12T09:31:00Z" };
const WHOLE = {
  asOf: "2026-06-12T09:31:00Z",
  cause: "No worker is polling.",
  attempt: { number: 2, of: 3 },
  decisions: [DECISION, { ...DECISION, decision: "timed_out", by: "", comment: "c", digest: "d" }],
  stubs: { "/taskResult": { size: 5_000_000, sha256: "ab", href: "/api/v1/x" } },
};

test("every part is read", () => {
  expect(parseRunlight(readJson(JSON.stringify(WHOLE)))).toEqual(WHOLE);
});

test("a part that does not fit is left out, the others are not", () => {
  const odd = {
    ...WHOLE,
    asOf: 7,
    attempt: { number: "2" },
    decisions: [{ ...DECISION, decision: "maybe" }],
    later: 1,
  };
  expect(parseRunlight(readJson(JSON.stringify(odd)))).toEqual({ cause: WHOLE.cause, stubs: WHOLE.stubs });
});

test.each(["null", "1", '"x"', "[]", "{}", '{"__proto__":{"cause":"x"}}'])("%s says nothing", (text) => {
  expect(parseRunlight(readJson(text))).toEqual({});
});

test("plain values: no prototype, `__proto__` a key like others, nothing past 100 levels", () => {
  const plain = toPlain(readJson('{"__proto__":{"a":1},"b":[1.50,"x",null,true]}')) as Record<string, unknown>;
  expect(Object.getPrototypeOf(plain)).toBeNull();
  expect(Object.keys(plain)).toEqual(["__proto__", "b"]);
  expect(plain["b"]).toEqual([1.5, "x", null, true]);
  expect(JSON.stringify(toPlain(readJson(`${"[".repeat(100_000)}${"]".repeat(100_000)}`)))).toHaveLength(204);
});

test("any value is read without a throw, and each part fits its type", () => {
  const keys = ["asOf", "cause", "attempt", "number", "of", "decisions", "stubs", "size", "__proto__"];
  const values = [JSON.stringify(WHOLE.decisions), JSON.stringify(WHOLE.stubs), '{"number":1,"of":2}'];
  const property = fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
    const { asOf, cause, attempt, decisions } = parseRunlight(readJson(new AnyJson(bytes, { keys, values }).value()));
    return (
      typeof (asOf ?? "") === "string" &&
      typeof (cause ?? "") === "string" &&
      typeof (attempt?.number ?? 0) === "number" &&
      (decisions ?? []).every(({ at }) => typeof at === "string")
    );
  });
  fc.assert(property, { numRuns: 10_000 });
});

test("each part is read exactly where its schema reads it", () => {
  const keys = ["asOf", "cause", "attempt", "number", "of", "decisions", "stubs", "size", "sha256", "href"];
  const stub = JSON.stringify(WHOLE.stubs["/taskResult"]);
  const values = [
    JSON.stringify(WHOLE.decisions),
    JSON.stringify(WHOLE.stubs),
    `{"/a":${stub}}`,
    stub,
    '{"number":1,"of":2}',
  ];
  const property = fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
    const json = readJson(new AnyJson(bytes, { keys, values }).object());
    const plain = toPlain(json) as Record<string, unknown>;
    const expected: Record<string, unknown> = {};
    for (const key of ["asOf", "cause", "attempt", "decisions", "stubs"] as const) {
      const part = v.safeParse(RunlightSchema.entries[key], plain[key]);
      if (part.success && part.output !== undefined) expected[key] = part.output;
    }
    expect(parseRunlight(json)).toEqual(expected);
  });
  fc.assert(property, { numRuns: 10_000 });
});
