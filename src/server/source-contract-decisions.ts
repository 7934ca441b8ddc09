/** The part of the source contract that is about decisions: one, bound to what was shown, kept for everybody. */
import { expect, test } from "vitest";
import * as v from "valibot";
import type { DecisionBody } from "../contract/decision.ts";
import { DecisionSchema } from "../contract/decision-schemas.ts";
import {
  type Bench,
  decide,
  digestOfRequest,
  isFinal,
  read,
  readUntil,
  refusal,
  startWaiting,
  VIEWER,
} from "./source-bench.ts";

const REJECTION: DecisionBody = { decision: "reject", comment: "The photos show another parcel." };

export function describeDecisions(bench: () => Bench): void {
  test("an approval lets the run go on, and who decided stays visible", async () => {
    const { source } = bench();
    const waiting = await startWaiting(bench());
    const decision = await decide(source, waiting, "key-1", { decision: "approve", comment: "As agreed" });
    expect(v.parse(DecisionSchema, decision)).toMatchObject({
      approvalId: waiting.approvalId,
      decision: "approve",
      by: VIEWER.name,
      comment: "As agreed",
      digest: waiting.digest,
    });
    const run = await readUntil(source, waiting, isFinal);
    expect(run.status).toBe("completed");
    expect(run.pendingApproval).toBeUndefined();
    expect(run.runlight.decisions).toEqual([decision]);
  });

  test("what a viewer decided is listed latest first, page by page, and to nobody else", async () => {
    const { source } = bench();
    const first = await startWaiting(bench());
    await decide(source, first, "key-1");
    const second = await startWaiting(bench());
    const decision = await decide(source, second, "key-2", REJECTION);
    await refusal(decide(source, second, "key-3"));
    const list = async (after: string, viewer = VIEWER) => {
      const { items, next } = (await source.listDecided?.({ pageSize: 1, after }, viewer)) ?? { items: [] };
      return { listed: items.map((item) => JSON.parse(item) as object), next };
    };
    const { listed, next } = await list("");
    const { approvalId, by, comment } = decision;
    expect(listed).toMatchObject([
      {
        agentId: second.agentId,
        workflowId: second.ref.workflowId,
        decision: { approvalId, by, comment, decision: "reject" },
      },
    ]);
    const older = await list(next ?? "none");
    expect(older.listed).toMatchObject([{ workflowId: first.ref.workflowId, decision: { decision: "approve" } }]);
    expect((await list("", { ...VIEWER, name: "somebody else" })).listed).toEqual([]);
    expect((await list("", { ...VIEWER, isLocal: false, agents: new Set() })).listed).toEqual([]);
  });

  test("a rejection is taken with its reason", async () => {
    const { source } = bench();
    const waiting = await startWaiting(bench());
    const decision = await decide(source, waiting, "key-1", REJECTION);
    expect(decision).toMatchObject({ decision: "reject", comment: REJECTION.comment });
    const run = await readUntil(source, waiting, isFinal);
    expect(run.runlight.decisions).toEqual([decision]);
  });

  test("the same key again gets the same answer, also after the run is over; with another decision it is a later one", async () => {
    const { source } = bench();
    const waiting = await startWaiting(bench());
    const decision = await decide(source, waiting, "key-1");
    expect(await decide(source, waiting, "key-1")).toEqual(decision);
    await readUntil(source, waiting, isFinal);
    expect(await decide(source, waiting, "key-1")).toEqual(decision);
    expect((await refusal(decide(source, waiting, "key-1", REJECTION))).problem).toBe("already-decided");
  });

  test("a later decision is refused and told who won", async () => {
    const { source } = bench();
    const waiting = await startWaiting(bench());
    const decision = await decide(source, waiting, "key-1");
    const late = await refusal(decide(source, waiting, "key-2", REJECTION));
    expect(late.problem).toBe("already-decided");
    expect(JSON.parse(late.members["winner"] ?? "null")).toEqual(decision);
    await readUntil(source, waiting, isFinal);
    expect((await refusal(decide(source, waiting, "key-3"))).problem).toBe("already-decided");
  });

  test("of five decisions at once exactly one is taken", async () => {
    const { source } = bench();
    const waiting = await startWaiting(bench());
    const settled = await Promise.allSettled(
      [1, 2, 3, 4, 5].map((one) =>
        decide(source, waiting, `key-${one}`, one % 2 ? REJECTION : { decision: "approve" }),
      ),
    );
    const won = settled.filter((one) => one.status === "fulfilled").map((one) => one.value);
    expect(won).toHaveLength(1);
    for (const one of settled) {
      if (one.status === "rejected")
        expect(one.reason).toMatchObject({ problem: "already-decided", members: { winner: JSON.stringify(won[0]) } });
    }
    const run = await readUntil(source, waiting, isFinal);
    expect(run.runlight.decisions).toEqual(won);
  });

  test("a decision on something else than what is asked is refused with the right digest, and nothing is decided", async () => {
    const { source } = bench();
    const waiting = await startWaiting(bench());
    const changed = await refusal(decide(source, waiting, "key-1", { decision: "approve" }, "0".repeat(64)));
    expect(changed.problem).toBe("approval-changed");
    expect(JSON.parse(changed.members["digest"] ?? "null")).toBe(waiting.digest);
    expect((await read(source, waiting)).status).toBe("awaiting_human");
    expect((await decide(source, waiting, "key-1")).decision).toBe("approve");
  });

  test("a decision is bound to the text as this viewer is served it", async () => {
    const { source } = bench();
    const waiting = await startWaiting(bench());
    const asServed = (text: string): string => text.replace('"id"', '"i‹hidden›d"');
    const digest = digestOfRequest(waiting, asServed(waiting.requestText));
    const approve = { decision: "approve" } as const;
    const unmasked = await refusal(decide(source, waiting, "key-1", approve, waiting.digest, asServed));
    expect(unmasked.problem).toBe("approval-changed");
    expect(JSON.parse(unmasked.members["digest"] ?? "null")).toBe(digest);
    expect(await decide(source, waiting, "key-1", approve, digest, asServed)).toMatchObject({ digest });
  });

  test("an approval nobody answered times out, says so, and takes no decision afterwards", async () => {
    const { source, expiring } = bench();
    const waiting = await startWaiting(bench(), expiring);
    const run = await readUntil(source, waiting, isFinal);
    expect(run.statusReason).toBe("approval_timeout");
    expect(run.runlight.decisions).toMatchObject([{ approvalId: waiting.approvalId, decision: "timed_out", by: "" }]);
    expect((await refusal(decide(source, waiting, "key-1"))).problem).toBe("approval-expired");
  });

  test("a cancelled run takes no decision", async () => {
    const { source } = bench();
    const waiting = await startWaiting(bench());
    await source.cancelRun(waiting.agentId, waiting.ref, VIEWER);
    await readUntil(source, waiting, isFinal);
    expect((await refusal(decide(source, waiting, "key-1"))).problem).toBe("run-closed");
  });

  test("an approval the run never had, or another run's, is not found", async () => {
    const { source, approval, task } = bench();
    const waiting = await startWaiting(bench());
    for (const strange of [
      { ...waiting, approvalId: "no-such-approval" },
      { ...waiting, agentId: task.agentId },
    ])
      expect((await refusal(decide(source, strange, "key-1"))).problem).toBe("not-found");
    expect(waiting.agentId).toBe(approval.agentId);
  });
}
