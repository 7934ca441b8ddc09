/** The part of the source contract that is about what a source cannot do: it refuses, and what it shows stays as it was. */
import { expect, test } from "vitest";
import {
  type Bench,
  decide,
  isFinal,
  read,
  readUntil,
  refusal,
  start,
  startWaiting,
  VIEWER,
  type Waiting,
  worldOf,
} from "./source-bench.ts";
import type { Capabilities, Source } from "./source.ts";

export function describeRefusals(bench: () => Bench, can: Capabilities): void {
  if (!can.start) describeNoStart(bench);
  if (!can.attempts) describeNoAttempts(bench);
  if (!can.cancel)
    describeNoOrder(bench, "a cancellation", (source, { agentId, ref }) => source.cancelRun(agentId, ref, VIEWER));
  if (!can.decide) describeNoOrder(bench, "a decision", (source, waiting) => decide(source, waiting, "key-1"));
}

function describeNoStart(bench: () => Bench): void {
  test("a start is refused", async () => {
    const { source, task } = bench();
    const refused = refusal(source.startRun(task.agentId, { input: "{}", triggerType: "api" }, VIEWER));
    expect((await refused).problem).toBe("not-supported");
  });
}

function describeNoOrder(
  bench: () => Bench,
  what: string,
  order: (source: Source, waiting: Waiting) => Promise<unknown>,
): void {
  test(`${what} is refused, and the run goes on waiting`, async () => {
    const { source } = bench();
    const waiting = await startWaiting(bench());
    const before = await read(source, waiting);
    expect((await refusal(order(source, waiting))).problem).toBe("not-supported");
    expect((await read(source, waiting)).text).toBe(before.text);
  });
}

function describeNoAttempts(bench: () => Bench): void {
  test("attempts are not listed, and each still answers under its own temporalRunId", async () => {
    const { source, failing } = bench();
    const { agentId, ref } = await start(bench(), failing);
    const { workflowId } = ref;
    expect((await refusal(source.listAttempts(agentId, ref, VIEWER))).problem).toBe("not-supported");
    const isSecond = (temporalRunId: string | undefined): boolean => temporalRunId !== ref.temporalRunId;
    const latest = { agentId, ref: { workflowId } };
    const last = await readUntil(source, latest, (run) => isFinal(run) && isSecond(run.temporalRunId));
    const attempts = await worldOf(bench()).listAttempts(agentId, { workflowId }, VIEWER);
    expect(attempts).toHaveLength(2);
    for (const { temporalRunId } of attempts) {
      const run = await readUntil(source, { agentId, ref: { workflowId, temporalRunId } }, isFinal);
      expect(run).toMatchObject({ temporalRunId, status: "error" });
    }
    expect(attempts.map((one) => one.temporalRunId)).toContain(last.temporalRunId);
  });
}
