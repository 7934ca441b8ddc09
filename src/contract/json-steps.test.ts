/** Reading in steps is reading: the same tree or the same refusal, however often it pauses. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type Json, JsonArray, JsonError, JsonNumber, JsonObject, readJson, readJsonInSteps } from "./json.ts";

/** What reading comes to, and where it paused. */
function readInSteps(text: string): { value: Json; pauses: number[] } {
  const pauses: number[] = [];
  const steps = readJsonInSteps(text);
  for (;;) {
    const step = steps.next();
    if (step.done) return { value: step.value, pauses };
    pauses.push(step.value);
  }
}

/** Every key, number, text and span, in order. */
function listed(root: Json): string {
  const out: unknown[] = [];
  const open: Json[] = [root];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (value instanceof JsonNumber) out.push(value.raw);
    else if (value instanceof JsonArray) out.push("[", ...value.items.map(({ start, end }) => `${start}-${end}`));
    else if (value instanceof JsonObject)
      out.push("{", ...value.entries.map(({ key, start, end }) => `${key} ${start}-${end}`));
    else out.push(typeof value, value);
    const parts = value instanceof JsonArray ? value.items : value instanceof JsonObject ? value.entries : [];
    for (const part of parts) open.push(part.value);
  }
  return out.join("\n");
}

function outcome(read: () => Json): string {
  try {
    return listed(read());
  } catch (error) {
    return error instanceof JsonError ? `refused at ${error.at}` : "thrown";
  }
}

const FILL = Array.from({ length: 700 }, (_, i) => i % 10).join();

test("any text, good or bad, between enough values to pause at", () => {
  const odd = fc.oneof(
    fc.json({ maxDepth: 5 }),
    fc.constantFrom("[[[{}]]]", '{"a":1,"a":2}', "1.50", '"\\ud83d\\ude00"', "[1,", '"\\x"', "", "nul", '{"a"}'),
  );
  const property = fc.property(odd, odd, odd, (a, b, c) => {
    const text = `[${FILL},${a},${FILL},{"k":${b}},${FILL},${c}]`;
    expect(outcome(() => readInSteps(text).value)).toBe(outcome(() => readJson(text)));
  });
  fc.assert(property, { numRuns: 10_000 });
}, 60_000);

test("it pauses, at offsets that grow and lie within the text", () => {
  const text = `{"rows":[${Array.from({ length: 50_000 }, (_, i) => `{"i":${i}}`).join()}],"t":"${"a\\n".repeat(200_000)}"}`;
  const { value, pauses } = readInSteps(text);
  expect(value).toBeInstanceOf(JsonObject);
  expect(pauses.length).toBeGreaterThan(100);
  expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
  expect(pauses.at(-1)).toBeLessThanOrEqual(text.length);
  const longest = pauses.reduce((most, at, i) => Math.max(most, at - (pauses[i - 1] ?? 0)), 0);
  expect(longest).toBeLessThan(200_000);
});

test("long texts are read piece by piece, wherever a piece ends", () => {
  const pieces = ["\\n", "\\u00e9", "\\ud83d\\ude00", "\\ud800", '\\"', "\\\\", "é", "😀", "x", "\\/"];
  const long = fc.tuple(fc.nat(12), fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 8 }));
  const property = fc.property(long, ([shift, some]) => {
    const part = some.join("");
    const text = `["${"x".repeat(shift)}${part.repeat(Math.ceil(300_000 / part.length))}"]`;
    const { value, pauses } = readInSteps(text);
    expect(pauses.length).toBeGreaterThan(some.some((piece) => piece.startsWith("\\")) ? 1 : -1);
    expect((value as JsonArray).items[0]?.value === (JSON.parse(text) as string[])[0]).toBe(true);
  });
  fc.assert(property, { numRuns: 300 });
}, 60_000);

test.each(['"\\x"', '"\\u12g4"', '"\u0001"', '"open', '"\\'])(
  "a long text with %j late in it is refused there",
  (bad) => {
    const text = `"${"a\\n".repeat(150_000)}${bad.slice(1)}`;
    expect(() => readInSteps(text)).toThrow(JsonError);
    expect(outcome(() => readInSteps(text).value)).toBe(outcome(() => readJson(text)));
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
  },
);
