/** Properties of reading steps, for nodes of every sort: our own, other platforms', broken and hostile ones. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { splitJson } from "./json-parts.ts";
import { Payload } from "./payload.ts";
import { readNode } from "./read-node.ts";
import { readSteps } from "./read-steps.ts";
import type { Step } from "./step.ts";
import { fold, phaseOf } from "./step-words.ts";

const RUNS = { numRuns: 10_000 };

const KEYS =
  "id nodeId task_id key name title label node step kind type status state phase lifecycle data startedAt started_at " +
  "Started createdAt endedAt completed durationMs executionTime elapsed_time duration input args inputJson output " +
  "outputJson error errors reason message cause lastError attempt attempts maxAttempts dependsOn needs previousNode " +
  "next children childrenSpans parentId boundaryID iteration total index executionIndex sequence childRunId tool " +
  "toolName when queuedAt scheduledAt runId source __proto__ constructor toString hasOwnProperty zebra";
const key = fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...KEYS.split(" ")) }, fc.string());
const id = fc.constantFrom("a", "b", "c", "a~2", "step-1", "__proto__", "");
const value = fc.oneof(
  fc.constantFrom(
    ...'completed FAILED awaiting_human odd|2026-06-12T09:30:00Z|2026-06-12T09:30:01Z|yesterday|3.2s|PT1S|{"a":1}|{'.split("|"),
  ),
  fc.constantFrom(0, 1, 2, 1_000, 1_781_256_600, 1_781_256_600_000, -5, 0.1, null, true, false),
  id,
  fc.array(id, { maxLength: 3 }),
  fc.record({ current: id, startDate: fc.constant("2026-06-12T09:30:00Z"), node: id, branch: id, status: id }, { requiredKeys: [] }),
  fc.jsonValue({ maxDepth: 2 }),
);

/** JSON text of an object of these entries, duplicate keys included. */
function objectText(entries: readonly (readonly [string, string])[]): string {
  return `{${entries.map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(",")}}`;
}

const { node } = fc.letrec<{ node: string; nested: string }>((tie) => ({
  node: fc.array(fc.tuple(key, fc.oneof({ maxDepth: 3 }, value.map((v) => JSON.stringify(v)), tie("nested"))), { maxLength: 9 }).map(objectText),
  nested: fc.array(tie("node"), { maxLength: 3 }).map((nodes) => `[${nodes.join(",")}]`),
}));
const anyNode = fc.oneof({ weight: 6, arbitrary: node }, fc.json());
const list = fc.array(anyNode, { maxLength: 6 }).map((nodes) => `[${nodes.join(",")}]`);
const record = fc
  .array(fc.tuple(key, fc.oneof(anyNode, list)), { maxLength: 5 })
  .map((entries) => objectText(entries));
const nodes = fc.oneof({ weight: 5, arbitrary: list }, { weight: 2, arbitrary: record }, fc.json());

const EXPECTED_PHASES = new Set(["pending", "running", "waiting", "succeeded", "failed", "cancelled", "skipped", "unknown"]);

function isOrdered(steps: readonly Step[], next: (step: Step) => readonly string[]): boolean {
  const byKey = new Map(steps.map((step) => [step.key, step]));
  const before = new Map(steps.map((step) => [step.key, 0]));
  for (const step of steps) for (const to of next(step)) before.set(to, (before.get(to) ?? 0) + 1);
  const ready = steps.filter((step) => before.get(step.key) === 0);
  let reached = 0;
  for (let step = ready.pop(); step; step = ready.pop()) {
    reached++;
    for (const to of next(step)) {
      const left = (before.get(to) ?? 0) - 1;
      before.set(to, left);
      const found = byKey.get(to);
      if (left === 0 && found) ready.push(found);
    }
  }
  return reached === steps.length;
}

describe("one node", () => {
  test("every own key is consumed or among the other fields, once, in the order sent and verbatim", () => {
    const property = fc.property(node, (text) => {
      const draft = readNode(text, true);
      const parts = splitJson(text);
      const { extra } = draft.base;
      // The other fields are a subsequence of what was sent.
      let at = 0;
      for (const field of extra) {
        const found = parts.findIndex((part, i) => i >= at && part.key === field.name && text.slice(part.start, part.end) === field.payload.text);
        expect(found).toBeGreaterThanOrEqual(at);
        at = found + 1;
      }
      // What is missing there was put to use: no more slots are filled than keys were consumed.
      const { raw, phase, status, attempts, parentKeys, upstream, downstream, notes, extra: _, key: __, title: ___, durationFrom, ...settled } = draft.base;
      const isFromState = parts.some(({ key: name }) => fold(name) === "state" || fold(name) === "data");
      const isListed = attempts.length > 0 && extra.some(({ name }) => fold(name) === "attempts");
      const lists = [draft.parentIds, draft.upstreamIds, draft.downstreamIds].filter((ids) => ids.length > 0).length;
      const derived = Number(durationFrom === "times") + Number(isListed && settled.attempt !== undefined);
      const uses =
        Object.keys(settled).length + Number(settled.iteration?.total !== undefined) + Number(draft.id !== undefined) +
        Number(draft.title !== undefined) + Number(status !== "") + Number(draft.when !== undefined) + Number(draft.nested.length > 0) + lists - derived;
      if (!isFromState && attempts.length === 0) expect(uses).toBeLessThanOrEqual(parts.length - extra.length);
      // Nothing unknown is ever consumed.
      for (const name of ["zebra", "runId", "source", "__proto__", "constructor", "index", "sequence"]) {
        const sent = parts.filter((part) => part.key === name).length;
        expect(extra.filter((field) => field.name === name)).toHaveLength(sent);
      }
      expect(raw.text).toBe(text);
      expect([parentKeys, upstream, downstream]).toEqual([[], [], []]);
      expect(notes.every((note) => note !== "") && EXPECTED_PHASES.has(phase)).toBe(true);
    });
    fc.assert(property, RUNS);
  });

  test("the phase is that of the word sent, and unknown for any other word", () => {
    const property = fc.property(fc.oneof(fc.string(), fc.constantFrom("completed", "FAILED", "odd", "un completed")), (word) => {
      const step = readSteps(new Payload(JSON.stringify([{ status: word }])))[0]!;
      const isSeen = /\S/.test(word);
      return step.status === (isSeen ? word : "") && step.phase === (isSeen ? phaseOf(word) : "unknown");
    });
    fc.assert(property, RUNS);
  });
});

describe("all nodes", () => {
  test("never throws; keys are unique, titles not empty, links lead to keys of the list and in no circle", () => {
    const property = fc.property(nodes, (text) => {
      const steps = readSteps(new Payload(text));
      const keys = new Set(steps.map((step) => step.key));
      const links = steps.flatMap((step) => [...step.parentKeys, ...step.upstream, ...step.downstream, ...(step.when ? [step.when.key] : [])]);
      return (
        keys.size === steps.length &&
        steps.every((step) => step.title !== "" && step.key !== "") &&
        links.every((link) => keys.has(link)) &&
        steps.every((step) => new Set(step.upstream).size === step.upstream.length) &&
        isOrdered(steps, (step) => step.downstream) &&
        isOrdered(steps, (step) => step.parentKeys)
      );
    });
    fc.assert(property, RUNS);
  });

  test("no node is lost: each is a step, or is nested in one, or stands in its other fields", () => {
    const property = fc.property(list, (text) => {
      const raws = new Set(readSteps(new Payload(text)).map((step) => step.raw.text));
      return splitJson(text).every(({ start, end }) => raws.has(text.slice(start, end)));
    });
    fc.assert(property, RUNS);
  });

  test("a reading with the last one at hand is the same as one without", () => {
    const two = fc.tuple(nodes, nodes, fc.nat(), fc.boolean()).map(([a, b, at, isEdit]) => {
      if (!isEdit) return [a, b] as const;
      // The usual poll: one node of the list changed.
      const parts = splitJson(a);
      const part = parts[at % Math.max(1, parts.length)];
      return [a, part ? `${a.slice(0, part.start)}${JSON.stringify({ id: "a", status: "running" })}${a.slice(part.end)}` : b] as const;
    });
    const property = fc.property(two, ([before, after]) => {
      const first = readSteps(new Payload(before));
      const kept = readSteps(new Payload(after), first);
      expect(kept).toEqual(readSteps(new Payload(after)));
      expect(readSteps(new Payload(`${after} `.trim()), kept)).toBe(kept);
    });
    fc.assert(property, { numRuns: 10_000 });
  });
});
