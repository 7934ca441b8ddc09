/** Leaving large fields out loses nothing. */
import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { JsonArray, JsonObject, readJson } from "../contract/json.ts";
import { parseRun } from "../contract/run.ts";
import { textAt } from "./json-pointer.ts";
import { leaveOutLarge } from "./stubs.ts";

const hrefOf = (pointer: string): string => `/payload?path=${encodeURIComponent(pointer)}`;

/** Members as texts, in order; the members of nodes one by one. */
function members(text: string): Map<string, string> {
  const out = new Map<string, string>();
  const root = readJson(text) as JsonObject;
  const add = (prefix: string, object: JsonObject, isSkipped: (key: string) => boolean): void => {
    for (const { key, start, end } of object.entries)
      if (!isSkipped(key)) out.set(`${prefix}/${key}`, text.slice(start, end));
  };
  add("", root, (key) => key === "workflowNodes" || key === "runlight");
  const nodes = root.get("workflowNodes");
  if (nodes instanceof JsonArray)
    for (const [index, { value }] of nodes.items.entries())
      if (value instanceof JsonObject) add(`/workflowNodes/${index}`, value, () => false);
  return out;
}

const space = fc.constantFrom("", " ", "\n\t ", "  ");
const name = fc.constantFrom(
  "input",
  "output",
  "error",
  "id",
  "x.y",
  "größe",
  'a\\"b',
  "\\u0061",
  "\\\\",
  ":",
  "{,}",
  "__proto__",
  "",
);
const scalar = fc.oneof(
  fc.string({ unit: "binary", maxLength: 90 }).map((text) => JSON.stringify(text.toWellFormed())),
  fc.constantFrom(
    "1240.00",
    "9007199254740993",
    "null",
    "true",
    '"\\ud800"',
    '"\\\\\\""',
    "[]",
    "{}",
    '{"a":[1, 2 ,{"b":"}"}]}',
  ),
);

/** An object text with its own spacing; keys differ. */
function objectOf(keys: fc.Arbitrary<string>, value: fc.Arbitrary<string>, maxLength: number): fc.Arbitrary<string> {
  const entry = fc.record({ key: keys, value, a: space, b: space, c: space, d: space });
  return fc
    .uniqueArray(entry, { maxLength, selector: ({ key }) => JSON.parse(`"${key}"`) as string })
    .map(
      (entries) =>
        `{${entries.map(({ key, value: text, a, b, c, d }) => `${a}"${key}"${b}:${c}${text}${d}`).join(",")}}`,
    );
}

const answer = fc
  .record({
    node: fc.array(objectOf(name, scalar, 5), { maxLength: 4 }),
    result: objectOf(name, scalar, 4),
    approval: objectOf(name, scalar, 4),
    own: fc.constantFrom("", ',"runlight":{}', ',"runlight": {"cause":"x" } '),
    future: scalar,
    gap: space,
  })
  .map(
    ({ node, result, approval, own, future, gap }) =>
      `{"taskResult":${result},${gap}"status":"completed","futureField"${gap}:${future},"pendingApproval":${approval}${own},"workflowId":"wf_57_run_1","workflowNodes":${gap}[${node.join(",")}]${gap}}`,
  );

test("what is left out and what stays make up the original, text for text", () => {
  let stubbed = 0;
  fc.assert(
    fc.property(answer, fc.integer({ min: 0, max: 60 }), (text, max) => {
      const shorter = leaveOutLarge(text, max, hrefOf);
      const stubs = parseRun(shorter).runlight.stubs ?? {};
      const whole = members(text);
      const kept = members(shorter);
      for (const [pointer, stub] of Object.entries(stubs)) {
        stubbed++;
        const exact = textAt(text, pointer);
        expect(Buffer.byteLength(exact)).toBeGreaterThan(max);
        const sha256 = createHash("sha256").update(exact).digest("hex");
        expect(stub).toEqual({ size: Buffer.byteLength(exact), sha256, href: hrefOf(pointer) });
        expect(kept.has(unescape(pointer))).toBe(false);
        kept.set(unescape(pointer), exact);
      }
      expect(new Map([...kept].toSorted())).toEqual(new Map([...whole].toSorted()));
      expect(kept.get("/pendingApproval")).toBe(parseRun(text).pendingApproval?.text);
    }),
    { numRuns: 10_000 },
  );
  expect(stubbed).toBeGreaterThan(10_000);
});

function unescape(pointer: string): string {
  return pointer.replaceAll("~1", "/").replaceAll("~0", "~");
}

test("nothing large: the very same text", () => {
  const text = '{"workflowId":"w","status":"running","taskResult":{"a":"äöü"}}';
  expect(leaveOutLarge(text, 1_000, hrefOf)).toBe(text);
  expect(leaveOutLarge(text, 14, hrefOf)).toBe(text);
  expect(leaveOutLarge(text, 13, hrefOf)).not.toBe(text);
});

test("the approval stays whatever its size, and a key that occurs twice stays twice", () => {
  const large = JSON.stringify("x".repeat(500));
  const text = `{"status":"s","workflowId":"w","pendingApproval":{"a":${large}},"taskResult":${large},"taskResult":${large}}`;
  expect(leaveOutLarge(text, 100, hrefOf)).toBe(text);
});

test("nodes given by id lose their large members too", () => {
  const text = `{"status":"s","workflowId":"w","workflowNodes":{"a/b":{"output":"${"x".repeat(50)}","id":1}}}`;
  const stubs = parseRun(leaveOutLarge(text, 20, hrefOf)).runlight.stubs;
  expect(Object.keys(stubs ?? {})).toEqual(["/workflowNodes/a~1b/output"]);
  expect(textAt(text, "/workflowNodes/a~1b/output")).toBe(`"${"x".repeat(50)}"`);
});

test("a size limit is in bytes, one by one", () => {
  const text = '{"status":"s","workflowId":"w","futureField":"€€"}';
  expect(leaveOutLarge(text, 8, hrefOf)).toBe(text);
  expect(parseRun(leaveOutLarge(text, 7, hrefOf)).runlight.stubs).toHaveProperty(["/futureField", "size"], 8);
});

test("a link names the attempt the answer is of", () => {
  const text = '{"temporalRunId":"11111111-2222-4333-8444-555555555555","taskResult":"xxxxxxxxxxxxxxxxxxxx"}';
  const shorter = leaveOutLarge(text, 10, (pointer, runId) => `${pointer} of ${runId}`);
  expect(shorter).toContain('"href":"/taskResult of 11111111-2222-4333-8444-555555555555"');
});
