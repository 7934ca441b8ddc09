/** Approvers who decide at once, some of them twice, on a real cluster: one decision, and everybody is told which. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Decision } from "../../contract/decision.ts";
import { randomOf } from "../../contract/random-life.ts";
import { ProblemError } from "../problems.ts";
import { type Bench, isFinal, readUntil, startWaiting, viewerNamed, type Waiting } from "../source-bench.ts";
import { type OwnCluster, openOwnCluster, until } from "./life-ends.ts";

const RACES = 200;
const AT_ONCE = 10;
/** A minute on an idle machine. Only a run that hangs gets here. */
const RACES_MS = 1_200_000;
/** Two steps before it asks, so that the time goes into the races. */
const BOARD_PACK = 58;

let own: OwnCluster;
let bench: Pick<Bench, "source" | "approval">;
beforeAll(async () => {
  own = await openOwnCluster();
  bench = { source: own.source, approval: { agentId: BOARD_PACK, input: '{"speed":100000,"approvalMs":600000}' } };
}, 600_000);
afterAll(() => own.close());

interface Told {
  readonly by: string;
  /** The decision that stands, as this approver was told. */
  readonly winner: Pick<Decision, "by" | "decision">;
  readonly isAccepted: boolean;
}

/** Sends until it is told what became of it, with the same key, as a page does. */
async function send({ agentId, ref, approvalId, digest }: Waiting, by: string): Promise<Told> {
  const decision = by.endsWith("1") ? "reject" : "approve";
  const request = {
    approvalId,
    body: { decision, comment: `As ${by} sees it.` },
    digest,
    idempotencyKey: `key-${by}`,
    asServed: (text: string) => text,
  } as const;
  for (;;) {
    try {
      const winner = await own.source.decide(agentId, ref, request, viewerNamed(by));
      return { by, winner, isAccepted: true };
    } catch (thrown) {
      if (!(thrown instanceof ProblemError)) throw thrown;
      if (thrown.problem === "unavailable") continue;
      expect(thrown.problem).toBe("already-decided");
      return { by, winner: JSON.parse(thrown.members["winner"] ?? "") as Decision, isAccepted: false };
    }
  }
}

/** What is wrong with how this race went; undefined when nothing is. */
async function race(waiting: Waiting, random: () => number, during?: () => Promise<void>): Promise<string | undefined> {
  const people = Array.from({ length: 2 + Math.floor(random() * 4) }, (_, i) => `approver-${i}`);
  const sent = people.flatMap((by, i) => (i % 2 ? [send(waiting, by), send(waiting, by)] : [send(waiting, by)]));
  await during?.();
  const told = await Promise.all(sent);
  const run = await readUntil(own.source, waiting, isFinal);
  const [kept, ...more] = run.runlight.decisions ?? [];
  const { events } = await own.client.workflow.getHandle(waiting.ref.workflowId).fetchHistory();
  const accepted = events?.filter((event) => event.workflowExecutionUpdateAcceptedEventAttributes) ?? [];
  const isRight =
    kept !== undefined &&
    more.length === 0 &&
    accepted.length === 1 &&
    told.every(({ winner }) => winner.by === kept.by && winner.decision === kept.decision) &&
    told.every(({ by, isAccepted }) => isAccepted === (by === kept.by));
  return isRight ? undefined : JSON.stringify({ told, kept, more, accepted: accepted.length });
}

test(
  `${RACES} races of 2 to 5 approvers: one decision each, and every loser is told the winner`,
  async () => {
    const random = randomOf(37);
    const wrong: string[] = [];
    for (let done = 0; done < RACES; done += AT_ONCE) {
      const waiting = await Promise.all(Array.from({ length: AT_ONCE }, () => startWaiting(bench as Bench)));
      const results = await Promise.all(waiting.map((one) => race(one, random)));
      wrong.push(...results.filter((result) => result !== undefined));
    }
    expect(wrong).toEqual([]);
  },
  RACES_MS,
);

test("a worker that dies and comes back in the middle of a race changes nothing", async () => {
  const waiting = await startWaiting(bench as Bench);
  const restart = async (): Promise<void> => {
    await own.killWorker();
    await own.startWorker();
  };
  expect(await race(waiting, randomOf(1), restart)).toBeUndefined();
  await until(async () => own.source.isReady(), 120_000);
}, 600_000);
