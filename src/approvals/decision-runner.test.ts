/** The runner against a server that loses, delays and cuts: the truth within 10 s of the server's return. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Decision } from "../contract/decision.ts";
import type { Intent, Shown, TryOutcome } from "./decision-machine.ts";
import { createDecisionRunner } from "./decision-runner.ts";

const SHOWN: Shown = { workflowId: "w", temporalRunId: "t", approvalId: "a1", requestText: "{}", digest: "d" };

/** Timers on a clock that is moved by hand. */
function makeClock() {
  let now = 0;
  let timers: { at: number; run: () => void }[] = [];
  const setTimer = (run: () => void, delayMs: number): (() => void) => {
    const timer = { at: now + delayMs, run };
    timers.push(timer);
    return () => {
      timers = timers.filter((other) => other !== timer);
    };
  };
  const until = async (endAt: number): Promise<void> => {
    for (;;) {
      const due = timers.filter((t) => t.at <= endAt).toSorted((a, b) => a.at - b.at)[0];
      if (!due) break;
      timers = timers.filter((other) => other !== due);
      now = Math.max(now, due.at);
      due.run();
      // A settled send passes through two promises before the machine hears of it.
      for (let i = 0; i < 4; i++) await Promise.resolve();
    }
    now = endAt;
  };
  return { setTimer, until, now: () => now };
}

type Fault = "lost on the way" | "answer lost" | "answer cut" | "hangs";
const faults = fc.constantFrom<Fault>("lost on the way", "answer lost", "answer cut", "hangs");

/** One writer: the first decision wins, the same key again gets the same answer. */
function makeServer(rival: boolean) {
  let stored: { key: string; decision: Decision } | undefined;
  const store = (key: string, by: string, decision: "approve" | "reject"): void => {
    stored ??= {
      key,
      decision: { approvalId: "a1", nodeId: "n", decision, by, at: "2026-06-12T09:30:00Z", digest: "d" },
    };
  };
  if (rival) store("rival", "ada", "reject");
  const take = (intent: Intent): TryOutcome => {
    store(intent.key, "me", intent.body.decision);
    if (stored?.key === intent.key) return { kind: "accepted", decision: stored.decision };
    const members = { winner: JSON.stringify(stored?.decision) };
    return { kind: "problem", problem: { name: "already-decided", status: 409, title: "", detail: "", members } };
  };
  return { take, owner: () => stored?.key };
}

test("whatever is lost on the way, the true outcome stands within 10 s of the server answering again", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(faults, { maxLength: 12 }),
      fc.integer({ min: 0, max: 60_000 }),
      fc.boolean(),
      fc.integer({ min: 0, max: 900 }),
      async (script, outageMs, hasRival, latencyMs) => {
        const clock = makeClock();
        const server = makeServer(hasRival);
        const keys: string[] = [];
        let tries = 0;
        let answers = 0;
        const later = (ms: number, outcome: TryOutcome | "fails"): Promise<TryOutcome> =>
          new Promise((resolve, reject) => {
            clock.setTimer(() => (outcome === "fails" ? reject(new Error("cut")) : resolve(outcome)), ms);
          });
        const runner = createDecisionRunner({
          setTimer: clock.setTimer,
          makeKey: () => `key-${keys.length + 1}`,
          send: (intent) => {
            keys.push(intent.key);
            const fault =
              clock.now() < outageMs ? (script[tries++ % Math.max(1, script.length)] ?? "hangs") : undefined;
            if (fault === "lost on the way") return later(latencyMs, "fails");
            if (fault === "hangs") return later(10_000, { kind: "unknown" });
            const outcome = server.take(intent);
            if (fault) return later(latencyMs, fault === "answer cut" ? { kind: "unknown" } : "fails");
            return later(latencyMs, outcome);
          },
        });
        runner.subscribeAnswers(() => answers++);
        runner.subscribe(() => {
          if (runner.getState().kind === "confirmed") expect(server.owner()).toBe(keys[0]);
        });
        runner.open("approve", SHOWN);
        runner.submit({ decision: "approve" });
        await clock.until(outageMs + 10_000);
        expect(runner.getState().kind).toBe(hasRival ? "lost" : "confirmed");
        expect(new Set(keys).size).toBe(1);
        await clock.until(outageMs + 60_000);
        expect(answers).toBe(keys.length);
      },
    ),
    { numRuns: 10_000 },
  );
});

test("a late answer of an overdue try still counts, and a late silence does not disturb the next try", async () => {
  const clock = makeClock();
  const settle: ((outcome: TryOutcome) => void)[] = [];
  const runner = createDecisionRunner({
    setTimer: clock.setTimer,
    makeKey: () => "k",
    send: () => new Promise((resolve) => settle.push(resolve)),
  });
  runner.open("approve", SHOWN);
  runner.submit({ decision: "approve" });
  await clock.until(5_600);
  expect(runner.getState()).toMatchObject({ kind: "unknown", tries: 2, isAsking: true });
  settle[0]?.({ kind: "unknown" });
  await Promise.resolve();
  await Promise.resolve();
  expect(runner.getState()).toMatchObject({ kind: "unknown", tries: 2, isAsking: true });
  const decision = { approvalId: "a1", nodeId: "n", decision: "approve", by: "me", at: "", digest: "d" } as const;
  settle[1]?.({ kind: "accepted", decision });
  await Promise.resolve();
  await Promise.resolve();
  expect(runner.getState().kind).toBe("confirmed");
});

test("back online, a waiting replay goes at once", async () => {
  const clock = makeClock();
  let tries = 0;
  const runner = createDecisionRunner({
    setTimer: clock.setTimer,
    makeKey: () => "k",
    send: () => {
      tries++;
      return Promise.reject(new Error("offline"));
    },
  });
  runner.open("approve", SHOWN);
  runner.submit({ decision: "approve" });
  await clock.until(1);
  for (let i = 0; i < 4; i++) await Promise.resolve();
  expect(tries).toBe(1);
  runner.hurry();
  expect(tries).toBe(2);
});
