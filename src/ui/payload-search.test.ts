/** The search through a payload: complete, in order, capped, and stopped when nobody waits for it. */
import { expect, test, vi } from "vitest";
import { readJson } from "../contract/json.ts";
import { HITS_MAX, searchInSlices, searchTree } from "./payload-search.ts";
import { rootPlace } from "./payload-tree.ts";

function find(text: string, wanted: string): readonly string[] {
  const search = searchTree(rootPlace(readJson(text), text), wanted);
  for (let step = search.next(); ; step = search.next()) {
    if (step.done) return step.value.map((start) => text.slice(start, start + 5));
  }
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

test("a slice ends and the rest comes later; a stopped search says nothing", async () => {
  const text = `[${Array.from({ length: 50_000 }, (_, i) => i).join()}]`;
  const root = rootPlace(readJson(text), text);
  const hits = await new Promise<readonly number[]>((resolve) => {
    searchInSlices(root, "49999", resolve);
  });
  expect(hits.map((start) => text.slice(start, -1))).toEqual(["49999"]);
  vi.useFakeTimers();
  const onHits = vi.fn();
  searchInSlices(root, "1", onHits)();
  vi.runAllTimers();
  expect(onHits).not.toHaveBeenCalled();
  vi.useRealTimers();
});
