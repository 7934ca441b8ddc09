/** An answer read with the help of the last one is the answer read from scratch, whatever changed between the two. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { AnyJson } from "./any-json.ts";
import { KnownRoots } from "./known-roots.ts";
import { Payload } from "./payload.ts";
import { knownNodes, readSteps, readStepsAhead } from "./read-steps.ts";
import { BadAnswer, parseRun, parseRunInSteps, type Run } from "./run.ts";
import { runAtOnce } from "./slices.ts";
import type { Step } from "./step.ts";

const KEYS =
  "id name status startedAt durationMs dependsOn next children parentId iteration attempts output index zebra";
const VALUES = ["completed", "failed", "a", "b", 3, ["a"], ["b", "a"], [{ id: "a" }], "2026-06-12T09:30:00Z", null];
const nodeText = fc
  .uint8Array({ maxLength: 40 })
  .map((bytes) =>
    new AnyJson(bytes, { keys: KEYS.split(" "), values: VALUES.map((value) => JSON.stringify(value)) }).object(),
  );
/** Mostly objects with ids, as they are sent; some of anything else. */
const node = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(fc.nat(9), fc.nat(3)).map(([id, note]) => `{"id":"n${id}","progress":${note}}`) },
  { weight: 2, arbitrary: nodeText },
  { weight: 1, arbitrary: fc.constantFrom("1", "12", "null", '"n1"', "[]", '[{"id":"n1"}]', "{}", "{ }") },
);
type Edit = readonly [what: "set" | "add" | "drop" | "swap", at: number, node: string];
const edit = fc.tuple(fc.constantFrom("set", "set", "add", "drop", "swap"), fc.nat(11), node);

function edited(nodes: readonly string[], edits: readonly Edit[]): readonly string[] {
  const next = [...nodes];
  for (const [what, where, text] of edits) {
    const at = where % (next.length + 1);
    if (what === "add") next.splice(at, 0, text);
    else if (what === "drop") next.splice(at, 1);
    else if (what === "swap") next.push(...next.splice(at, 2).toReversed());
    else if (at < next.length) next[at] = text;
  }
  return next;
}

function answer(nodes: readonly string[], space: string): string {
  return `{"workflowId":"w","status":"running",${space}"workflowNodes":[${space}${nodes.join(`${space},`)}],"more":[1]}`;
}

const PARTS = (
  "key id title kind phase status attempt queuedAt startedAt endedAt durationMs durationFrom input output error " +
  "attempts parentKeys upstream downstream iteration tool when extra raw notes"
).split(" ") as (keyof Step)[];
const shown = (steps: readonly Step[]) => JSON.stringify(steps.map((step) => PARTS.map((part) => step[part])));

test("run and steps are those read from scratch, and unchanged steps stay the same objects", () => {
  const polls = fc.array(fc.tuple(fc.array(edit, { maxLength: 3 }), fc.constantFrom("", "", " ")), { maxLength: 2 });
  const property = fc.property(fc.array(node, { maxLength: 8 }), polls, (first, later) => {
    let nodes: readonly string[] = first;
    let before: Run | undefined;
    let stepsBefore: readonly Step[] = [];
    for (const [edits, space] of [[[], ""] as const, ...later]) {
      const same = edits.length === 0 && before !== undefined;
      nodes = edited(nodes, edits);
      const text = answer(nodes, space);
      const run = runAtOnce(parseRunInSteps(text, knownNodes(before?.workflowNodes)));
      const fresh = parseRun(text);
      expect(run).toEqual(fresh);
      const payload = run.workflowNodes ?? new Payload("[]");
      const steps = runAtOnce(readStepsAhead(payload, before?.workflowNodes));
      expect(shown(steps)).toBe(shown(readSteps(new Payload(payload.text))));
      if (same) expect(steps.every((step, i) => step === stepsBefore[i])).toBe(true);
      [before, stepsBefore] = [run, steps];
    }
  });
  fc.assert(property, { numRuns: 10_000 });
});

test("what breaks the text around known nodes is refused as from scratch", () => {
  const property = fc.property(
    fc.array(node, { minLength: 1, maxLength: 6 }),
    fc.nat(),
    fc.constantFrom("", ",", "x", "]", '"', "}"),
    (nodes, at, junk) => {
      const good = answer(nodes, "");
      const run = parseRun(good);
      const payload = run.workflowNodes ?? new Payload("[]");
      runAtOnce(readStepsAhead(payload));
      const place = at % good.length;
      const bad = good.slice(0, place) + junk + good.slice(place + (junk === "" ? 1 : 0));
      const outcome = (read: () => Run) => {
        try {
          return read();
        } catch (error) {
          return error instanceof BadAnswer ? error.message : "thrown";
        }
      };
      const known = knownNodes(payload);
      expect(known).toBeInstanceOf(KnownRoots);
      expect(outcome(() => runAtOnce(parseRunInSteps(bad, known)))).toEqual(outcome(() => parseRun(bad)));
    },
  );
  fc.assert(property, { numRuns: 10_000 });
});

test("nodes are found again after some that changed, came or went", () => {
  const texts = Array.from({ length: 9 }, (_, i) => `{"id":"n${i}"}`);
  const roots = (nodes: readonly string[]) => {
    const payload = new Payload(`[${nodes.join()}]`);
    runAtOnce(readStepsAhead(payload));
    return knownNodes(payload);
  };
  const seen = (nodes: readonly string[]) => {
    const known = roots(texts);
    return nodes.map((text) => known?.indexAt(`[${text}`, 1));
  };
  expect(seen(texts)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  expect(seen(texts.with(1, "{}").with(2, "{}"))).toEqual([0, -1, -1, 3, 4, 5, 6, 7, 8]);
  expect(seen(texts.toSpliced(3, 0, "{}"))).toEqual([0, 1, 2, -1, 3, 4, 5, 6, 7, 8]);
  expect(seen(texts.toSpliced(3, 1))).toEqual([0, 1, 2, 4, 5, 6, 7, 8]);
});
