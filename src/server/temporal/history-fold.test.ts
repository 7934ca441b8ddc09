/** Random legal histories of the agent workflow: the fold says what the workflow knew, at every point it can be asked. */
import { describe, expect, test, vi } from "vitest";
import { answerText } from "../../contract/answer.ts";
import { randomOf } from "../../contract/random-life.ts";
import { pendingApproval, reduceAll } from "../../contract/reduce.ts";
import { isNodeClosed } from "../../contract/reduce-node.ts";
import { parseRun } from "../../contract/run.ts";
import type { NodeState, RunState } from "../../contract/run-state.ts";
import { createHistoryFold } from "./history-fold.ts";
import { takenBack } from "./history-forward.ts";
import type { HistoryEvent } from "./history-event.ts";
import { type Life, type Mark, simulateRun } from "./history-life.ts";
import { pick, type Random } from "./history-plans.ts";
import { overlayOf } from "./overlay.ts";

/** Far more than it takes; a machine busy with other things is no mistake here. */
vi.setConfig({ testTimeout: 300_000 });
vi.mock("../agents/all-agents.ts", () => import("./history-agent.ts"));

const RUNS = 2_000;
const MUTATIONS = 10_000;
const lives = Array.from({ length: RUNS }, (_, seed) => simulateRun(seed));
const STATUS = {
  completed: "completed",
  failed: "error",
  approval_timeout: "error",
  cancelled: "cancelled",
  terminated: "cancelled",
  "timed out": "error",
} as const;

function foldOf(life: Life, events: readonly HistoryEvent[] = life.events) {
  const fold = createHistoryFold(life, () => 0);
  fold.take(events);
  return fold;
}

/** A node without its times, which are the events' in one and the workflow's in the other. */
function shown({ id, name, status, attempt, output, branch, error, input }: NodeState) {
  return { id, name, status, attempt, output, branch, error, input };
}

/** What the workflow knows, less that an activity which nobody has picked up is not running yet. */
function expectedNodes({ state, waiting, working }: Mark) {
  return state.nodes.map((node) => {
    if (node.status === "cancelled") return shown({ ...node, attempt: node.attempt - (working.has(node.id) ? 1 : 0) });
    if (!waiting.has(node.id)) return shown(node);
    const status = node.attempt > 1 ? "retrying" : "scheduled";
    return shown({ ...node, status, attempt: node.attempt - 1 });
  });
}

function decided({ approvals }: RunState) {
  return approvals.map(({ approvalId, nodeId, request, expiresAt, outcome }) => ({
    ...{ approvalId, nodeId, request, expiresAt },
    outcome: outcome && { ...outcome, at: outcome.decision === "timed_out" ? 0 : outcome.at },
  }));
}

test("lives end in every way, and hold everything a plan can", () => {
  const seen = new Map<string, number>();
  const count = (word: string): unknown => seen.set(word, (seen.get(word) ?? 0) + 1);
  for (const { end, last, isFirst, attempt, nextRunId, events } of lives) {
    count(end);
    if (!isFirst) count(attempt > 1 ? "retried" : "not first");
    if (nextRunId) count(`goes on, ${end}`);
    for (const event of events) {
      if (event.workflowTaskFailedEventAttributes) count("reset");
      if (event.workflowExecutionUpdateAdmittedEventAttributes) count("decided again");
      if (event.activityTaskTimedOutEventAttributes) count("late step");
    }
    for (const node of last.nodes) {
      count(`${node.type} ${node.status}`);
      if (node.attempt > 1) count("again");
      if (node.attempts.length > 2) count("twice again");
    }
    for (const { outcome } of last.approvals) count(outcome?.decision ?? "undecided");
  }
  for (const word of [
    ...Object.keys(STATUS),
    ...["again", "twice again", "approve", "reject", "timed_out", "loop completed", "approval completed"],
    ...["retried", "not first", "goes on, completed", "goes on, failed", "goes on, timed out"],
    ...[
      "reset",
      "decided again",
      "late step",
      "tool skipped",
      "tool failed",
      "condition completed",
      "approval skipped",
    ],
  ])
    expect(seen.get(word), word).toBeGreaterThan(5);
});

describe("whatever happens in a run", () => {
  test("after every workflow task the fold and the workflow agree, with what describe adds", () => {
    for (const [seed, life] of lives.entries()) {
      const fold = foldOf(life, []);
      for (const mark of life.marks.slice(0, life.end === "cancelled" ? -1 : undefined)) {
        fold.take(life.events.slice(0, mark.count));
        const state = fold.state as RunState;
        const live = reduceAll(state, overlayOf(mark.description, state));
        expect(live.nodes.map(shown), `seed ${seed}, event ${mark.count}`).toEqual(expectedNodes(mark));
        expect(live.status).toBe(mark.state.status);
        expect(live.summary).toBe(mark.state.summary);
        expect(pendingApproval(live)?.request).toBe(pendingApproval(mark.state)?.request);
        expect(decided(live)).toEqual(decided(mark.state));
      }
    }
  });

  test("in the end the fold says how it ended, and so for every step", () => {
    for (const [seed, life] of lives.entries()) {
      const { end, last, marks } = life;
      const fold = foldOf(life);
      const state = fold.state as RunState;
      expect(state.status, `seed ${seed}`).toBe(STATUS[end]);
      expect(state.statusReason).toBe(end === "approval_timeout" ? end : undefined);
      expect(state.endedAt).toBeDefined();
      expect(state.nodes.every((node) => isNodeClosed(node.status))).toBe(true);
      const isSeen = end !== "terminated" && end !== "timed out" && end !== "cancelled";
      if (isSeen) {
        expect(state.nodes.map(shown), `seed ${seed}`).toEqual(expectedNodes(marks.at(-1) as Mark));
        expect([state.error, state.result, state.summary]).toEqual([last.error, last.result, last.summary]);
      } else {
        // Loops and approvals may go on by what the workflow never heard of.
        const isOwn = ({ type }: NodeState): boolean => type !== "loop" && type !== "approval";
        const expected = last.nodes
          .filter(isOwn)
          .map((node) => (isNodeClosed(node.status) ? node.status : "cancelled"));
        expect(
          state.nodes.filter(isOwn).map(({ status }) => status),
          `seed ${seed}`,
        ).toEqual(expected);
      }
      expect(decided(state)).toEqual(decided(last));
      expect([state.attempt, fold.isFirst, fold.nextRunId]).toEqual([life.attempt, life.isFirst, life.nextRunId]);
      const run = parseRun(answerText(state, { source: "history" }));
      expect([run.status, run.extra.length]).toEqual([state.status, 0]);
    }
  });

  test("event by event nothing goes back, and pages of any size with overlaps come to the same", () => {
    const wrong: string[] = [];
    for (const [seed, life] of lives.entries()) {
      const random = randomOf(seed);
      const single = foldOf(life, []);
      const paged = foldOf(life, []);
      let before: RunState | undefined;
      for (const event of life.events) {
        single.take([event]);
        const back = before && single.state ? takenBack(before, single.state) : undefined;
        if (back !== undefined) wrong.push(`seed ${seed}: ${back}`);
        before = single.state;
      }
      for (let from = 0; from < life.events.length;) {
        const to = from + 1 + Math.floor(random() * 20);
        const overlap = Math.floor(random() * 5);
        paged.take(life.events.slice(Math.max(0, from - overlap), to));
        from = to;
      }
      const whole = JSON.stringify(foldOf(life).state);
      expect(JSON.stringify(single.state)).toBe(whole);
      expect(JSON.stringify(paged.state)).toBe(whole);
    }
    expect(wrong.slice(0, 3)).toEqual([]);
  });
});

describe("what nobody expects", () => {
  test("events of an unknown kind say nothing", () => {
    for (const life of lives.slice(0, 200)) {
      const more = life.events.flatMap((event, index) => [
        { ...event, eventId: index * 2 + 1 },
        {
          eventId: index * 2 + 2,
          eventTime: event.eventTime,
          eventType: 999,
          workflowExecutionLeviated: { by: "ann" },
        },
      ]) as unknown as HistoryEvent[];
      const moved = more.map((event) => renumber(event));
      expect(JSON.stringify(foldOf(life, moved).state)).toBe(JSON.stringify(foldOf(life).state));
    }
  });

  test("events without parts, with wrong ones or with huge ones never throw, and what is answered can be read", () => {
    const random = randomOf(7);
    let read = 0;
    for (let n = 0; n < MUTATIONS; n++) {
      const life = pick(random, lives);
      const events = [...life.events];
      for (let times = 1 + Math.floor(random() * 3); times > 0; times--) {
        const at = Math.floor(random() * events.length);
        events[at] = mutate(random, events[at]) as HistoryEvent;
      }
      const { state } = foldOf(life, events);
      if (state && parseRun(answerText(state, { source: "live-query" })).workflowId === life.workflowId) read++;
    }
    expect(read).toBeGreaterThan(MUTATIONS * 0.8);
  });
});

/** Ids of other events in an event, as they are when every second event is a new one. */
function renumber(event: HistoryEvent): HistoryEvent {
  const change = (key: string, value: unknown): unknown =>
    /^(scheduled|started|accepted)EventId$/.test(key) ? Number(value) * 2 - 1 : value;
  const attributes = Object.entries(event).map(([name, part]) => {
    if (!name.endsWith("EventAttributes")) return [name, part];
    return [name, Object.fromEntries(Object.entries(part as object).map(([key, value]) => [key, change(key, value)]))];
  });
  return Object.fromEntries(attributes) as HistoryEvent;
}

const ODD = [
  null,
  undefined,
  "",
  "x".repeat(100_000),
  -1,
  2 ** 63,
  Number.NaN,
  {},
  [],
  "__proto__",
  true,
  { payloads: "no" },
];

/** The same with one part somewhere inside replaced or gone. */
function mutate(random: Random, value: unknown, depth = 0): unknown {
  if (typeof value !== "object" || value === null || value instanceof Uint8Array || random() < depth * 0.12) {
    if (value instanceof Uint8Array && random() < 0.5)
      return Buffer.from(pick(random, ["", "{", "5", "[[]]", '{"v":1,"id":7}']));
    return pick(random, ODD);
  }
  const keys = Object.keys(value);
  const key = pick(random, keys);
  if (key === undefined) return pick(random, ODD);
  if (Array.isArray(value))
    return value.map((part, index) => (String(index) === key ? mutate(random, part, depth + 1) : part));
  const { [key]: part, ...rest } = value as Record<string, unknown>;
  return random() < 0.2 ? rest : { ...rest, [key]: mutate(random, part, depth + 1) };
}
