/** Properties of reading steps, for nodes of every sort: our own, other platforms', broken and hostile ones. */
import * as fc from "fast-check";
import { describe, test } from "vitest";
import { AnyJson } from "./any-json.ts";
import { type Part, splitJson } from "./json-parts.ts";
import { Payload } from "./payload.ts";
import { detailsOf, readNode } from "./read-node.ts";
import { readSteps } from "./read-steps.ts";
import type { Step } from "./step.ts";
import { fold, phaseOf } from "./step-words.ts";

const RUNS = { numRuns: 10_000 };

const KEYS =
  "id nodeId task_id key name title label node step kind type status state phase lifecycle data startedAt started_at " +
  "Started createdAt endedAt completed durationMs executionTime elapsed_time duration input args inputJson output " +
  "outputJson error errors reason message cause lastError attempt attempts maxAttempts dependsOn needs previousNode " +
  "next children childrenSpans parentId boundaryID iteration total index executionIndex sequence childRunId tool " +
  "id id id dependsOn dependsOn next next parentId toolName when queuedAt scheduledAt runId source __proto__ constructor toString hasOwnProperty zebra";
const VALUES = [
  ...[
    "completed",
    "FAILED",
    "awaiting_human",
    "pending",
    "odd",
    "a",
    "b",
    "a~2",
    "step-1",
    "__proto__",
    "3.2s",
    "PT1S",
  ],
  ...[["a"], ["a", "b"], ["b", "a", "a"], [""], { current: "RUNNING", startDate: "2026-06-12T09:30:00Z" }],
  ...[{ status: "failed" }, { node: "a", branch: "yes" }, { node: "zz", branch: "no" }, 1.5, 1_500, 1_000, 3],
  ...['{"a":1}', "{", [{ id: "a" }], [{ id: "b", children: [{ id: "c" }] }, {}], [{ status: "failed", error: "x" }]],
  ...["a", "b", "a", "b", "a", "b", ["a"], ["b"]],
].map((value) => JSON.stringify(value));

const bytes = fc.uint8Array({ maxLength: 90 });
const any = (make: (source: AnyJson) => string) =>
  bytes.map((sent) => make(new AnyJson(sent, { keys: KEYS.split(" "), values: VALUES })));
const node = any((source) => source.object());
const list = any((source) => source.list());
const nodes = any((source) => [source.list(), source.object(), source.value()][source.pick(3)] ?? "");

const SETTLED = [
  ...(["kind", "attempt", "maxAttempts", "queuedAt", "startedAt", "endedAt", "durationMs", "input", "output"] as const),
  ...(["error", "earlierError", "iteration", "childRunId", "tool"] as const),
];

function isPart(text: string, part: Part | undefined, name: string, value: string): boolean {
  return part?.key === name && text.slice(part.start, part.end) === value;
}

const PARTS = (
  "key id title kind phase status attempt maxAttempts queuedAt startedAt endedAt durationMs durationFrom input output " +
  "error earlierError attempts parentKeys upstream downstream iteration childRunId tool when extra raw notes"
).split(" ") as (keyof Step)[];

/** Every part of every step as one text. */
function shown(steps: readonly Step[]): string {
  return JSON.stringify(steps.map((step) => PARTS.map((part) => [part, step[part]])));
}

const EXPECTED_PHASES = new Set([
  "pending",
  "running",
  "waiting",
  "succeeded",
  "failed",
  "cancelled",
  "skipped",
  "unknown",
]);

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
      const base = { ...draft, ...detailsOf(draft) };
      const parts = splitJson(text);
      // The other fields are a subsequence of what was sent…
      let at = 0;
      for (const { name, payload } of base.extra) {
        while (at < parts.length && !isPart(text, parts[at], name, payload.text)) at++;
        if (at++ >= parts.length) return false;
      }
      // … nothing unknown is missing there …
      for (const name of ["zebra", "runId", "source", "__proto__", "constructor", "toString", "index", "sequence"]) {
        const sent = parts.filter((part) => part.key === name).length;
        if (base.extra.filter((field) => field.name === name).length !== sent) return false;
      }
      // … and what is missing was put to use: every slot filled has used up a key of its own.
      const ids = [draft.parentIds, draft.upstreamIds, draft.downstreamIds, draft.nested ?? []].filter(
        (x) => x.length > 0,
      );
      const own = [draft.id, draft.title, draft.when, base.status || undefined].filter((x) => x !== undefined);
      const total = base.iteration?.total === undefined ? 0 : 1;
      const uses = SETTLED.filter((slot) => base[slot] !== undefined).length + ids.length + own.length + total;
      const derived = base.durationFrom === "times" ? 1 : 0;
      // `state` and `data` may fill several slots, a list of attempts stay and still tell the attempt; an empty list
      // of links is read and says nothing.
      const isExact = !parts.some(
        ({ key, start, end }) => ["state", "data", "attempts"].includes(fold(key)) || text.slice(start, end) === "[]",
      );
      const isAccounted = uses - derived === parts.length - base.extra.length;
      return base.raw.text === text && EXPECTED_PHASES.has(base.phase) && (!isExact || isAccounted);
    });
    fc.assert(property, RUNS);
  });

  test("the phase is that of the word sent, and unknown for any other word", () => {
    const property = fc.property(
      fc.oneof(fc.string(), fc.constantFrom("completed", "FAILED", "odd", "un completed")),
      (word) => {
        const step = readSteps(new Payload(JSON.stringify([{ status: word }])))[0]!;
        const isSeen = /\S/.test(word);
        return step.status === (isSeen ? word : "") && step.phase === (isSeen ? phaseOf(word) : "unknown");
      },
    );
    fc.assert(property, RUNS);
  });
});

describe("all nodes", () => {
  test("never throws; keys are unique, titles not empty, links lead to keys of the list and in no circle", () => {
    const property = fc.property(nodes, (text) => {
      const steps = readSteps(new Payload(text));
      const keys = new Set(steps.map((step) => step.key));
      const links = steps.flatMap((step) => [
        ...step.parentKeys,
        ...step.upstream,
        ...step.downstream,
        ...(step.when ? [step.when.key] : []),
      ]);
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
      return [
        a,
        part ? `${a.slice(0, part.start)}${JSON.stringify({ id: "a", status: "running" })}${a.slice(part.end)}` : b,
      ] as const;
    });
    const property = fc.property(two, ([before, after]) => {
      const first = readSteps(new Payload(before));
      const kept = readSteps(new Payload(after), first);
      const alone = readSteps(new Payload(after));
      return shown(kept) === shown(alone) && readSteps(new Payload(after), kept) === kept;
    });
    fc.assert(property, { numRuns: 10_000 });
  });
});
