/** The part of the source contract that is about changes: who watches a run hears of each, so that nobody has to ask in vain. */
import { expect, test } from "vitest";
import type { Run } from "../contract/run.ts";
import { type Bench, decide, isFinal, read, start, type Started, startWaiting, VIEWER } from "./source-bench.ts";
import type { Source } from "./source.ts";

type Watching = Source & { readonly watchRun: NonNullable<Source["watchRun"]> };

/** Reads only when told to; resolves with what was read last. */
function hearUntil(source: Watching, { agentId, ref }: Started, isWanted: (run: Run) => boolean): Promise<Run> {
  return new Promise((resolve, reject) => {
    let reading = Promise.resolve();
    const stop = source.watchRun(agentId, ref, VIEWER, () => {
      reading = reading
        .then(() => read(source, { agentId, ref }))
        .then((run) => {
          if (!isWanted(run)) return;
          stop();
          resolve(run);
        })
        .catch(reject);
    });
  });
}

export function describeWatching(bench: () => Bench): void {
  const watching = (): Watching | undefined => {
    const { source } = bench();
    return source.watchRun ? (source as Watching) : undefined;
  };

  test("who watches a run hears of every change, and reads its end without asking in between", async () => {
    const source = watching();
    if (!source) return;
    const waiting = await startWaiting(bench());
    const end = hearUntil(source, waiting, isFinal);
    await decide(source, waiting, "key-1");
    const run = await end;
    expect(run.status).toBe("completed");
    expect((await read(source, waiting)).text).toBe(run.text);
  });

  test("who watches a workflow id hears of the attempt after this one", async () => {
    const source = watching();
    if (!source) return;
    const { agentId, ref } = await start(bench(), bench().failing);
    const latest = { agentId, ref: { workflowId: ref.workflowId } };
    const end = hearUntil(source, latest, (one) => isFinal(one) && one.runlight.attempt?.number === 2);
    await read(source, latest);
    expect((await end).status).toBe("error");
  });

  test("each hears of its own run until it stops, and then nothing", async () => {
    const source = watching();
    if (!source) return;
    const [one, other] = [await startWaiting(bench()), await startWaiting(bench())];
    const heard = { one: 0, other: 0 };
    const stopOne = source.watchRun(one.agentId, one.ref, VIEWER, () => heard.one++);
    const end = hearUntil(source, other, isFinal);
    stopOne();
    const stopOther = source.watchRun(other.agentId, other.ref, VIEWER, () => heard.other++);
    await source.cancelRun(one.agentId, one.ref, VIEWER);
    await decide(source, other, "key-1");
    await end;
    stopOther();
    expect(heard.one).toBe(0);
    expect(heard.other).toBeGreaterThan(0);
  });
}
