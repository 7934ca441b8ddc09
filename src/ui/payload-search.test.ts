/** The search through a payload: complete, in order, capped, and stopped when nobody waits for it. */
import { expect, test } from "vitest";
import { readJson } from "../contract/json.ts";
import { HITS_MAX, searchTree } from "./payload-search.ts";
import { runAtOnce } from "../contract/slices.ts";
import { rootPlace } from "./payload-tree.ts";

function find(text: string, wanted: string): readonly string[] {
  const hits = runAtOnce(searchTree(rootPlace(readJson(text), text), wanted));
  return hits.map((start) => text.slice(start, start + 5));
}

test("keys, texts, numbers as written and words are found, whatever their case", () => {
  const text = '{"Amount":1240.00,"list":["AMOUNT",true,null,{"x":12400}]}';
  expect(find(text, "amount")).toEqual(["1240.", '"AMOU']);
  expect(find(text, "1240")).toEqual(["1240.", "12400"]);
  expect(find(text, "TRUE")).toEqual(["true,"]);
  expect(find(text, "nothing")).toEqual([]);
});

test("no more than the cap", () => {
  expect(find(`[${Array.from({ length: HITS_MAX + 50 }, () => 7).join()}]`, "7")).toHaveLength(HITS_MAX);
});

test("a long text is looked through in pieces, and what lies across two of them is found", () => {
  const text = JSON.stringify(["x".repeat(100_000), `${"y".repeat(32_766)}NEEDLE${"z".repeat(50_000)}`]);
  const search = searchTree(rootPlace(readJson(text), text), "needle");
  let pauses = 0;
  let step = search.next();
  for (; !step.done; step = search.next()) pauses++;
  expect(step.value.map((start) => text.slice(start, start + 3))).toEqual(['"yy']);
  expect(pauses).toBeGreaterThan(3);
});

test("thousands of values are looked through with pauses", () => {
  const text = `[${Array.from({ length: 50_000 }, (_, i) => i).join()}]`;
  const search = searchTree(rootPlace(readJson(text), text), "49999");
  let pauses = 0;
  while (!search.next().done) pauses++;
  expect(pauses).toBeGreaterThan(50);
});
