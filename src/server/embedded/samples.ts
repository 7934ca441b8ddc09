/** The first start's runs: the sample agents really run, on a clock that jumps, dated back over the last day. */
import { pendingApproval } from "../../contract/reduce.ts";
import type { JsonText } from "../../contract/run-events.ts";
import { agentById } from "../agents/all-agents.ts";
import { createAuditLog } from "../audit-log.ts";
import type { Database } from "../database.ts";
import { approvalDigest } from "../judge.ts";
import { createEngine } from "./engine.ts";
import { createJumpingClock } from "./jumping-clock.ts";
import { createRetention } from "./retention.ts";
import { createRunAnswers } from "./run-answers.ts";
import type { RunStore } from "./run-store.ts";
import { takeDecision } from "./take-decision.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

interface Sample {
  readonly agentId: number;
  readonly agoMs: number;
  readonly startedBy: string;
  readonly input?: JsonText;
  /** Somebody decides this long after being asked. */
  readonly decision?: {
    readonly approve: boolean;
    readonly by: string;
    readonly comment: string;
    readonly afterMs: number;
  };
  /** Somebody looks at the run when this node has begun, and never again. */
  readonly seenAt?: string;
  /** The run stays open as it is now. */
  readonly isLive?: boolean;
}

const SHOP = "support-inbox";
const PLAN = "schedule";

function samples(retentionMs: number): Sample[] {
  const mira = {
    approve: true,
    by: "Mira Holm",
    comment: "Photos are clear, refund in full.",
    afterMs: 3 * MINUTE + 2_000,
  };
  const anton = { approve: false, by: "Anton Weiss", comment: "The photos show another parcel.", afterMs: 95_000 };
  return [
    // Its log is past the retention period: the next sweep deletes it, what was seen stays.
    { agentId: 57, agoMs: retentionMs + 2 * HOUR, startedBy: SHOP, decision: mira, seenAt: "refund" },
    { agentId: 42, agoMs: 22 * HOUR, startedBy: PLAN, input: '{"failWarehouse":true}' },
    {
      agentId: 57,
      agoMs: 20 * HOUR,
      startedBy: SHOP,
      decision: anton,
      input:
        '{"orderId":"A-10417","amount":318.50,"customer":"c_4410","customerName":"Jonas Lind","reason":"not_as_described"}',
    },
    {
      agentId: 57,
      agoMs: 9 * HOUR,
      startedBy: SHOP,
      input: '{"orderId":"A-10431","amount":24.90,"customer":"c_7003"}',
    },
    { agentId: 58, agoMs: 8 * HOUR, startedBy: PLAN },
    {
      agentId: 57,
      agoMs: 6 * HOUR,
      startedBy: SHOP,
      decision: mira,
      input: '{"orderId":"A-10436","amount":129.90,"customer":"c_8103","customerName":"Lea Brandt"}',
    },
    { agentId: 59, agoMs: 5 * HOUR, startedBy: PLAN },
    { agentId: 42, agoMs: 4 * HOUR, startedBy: PLAN },
    { agentId: 57, agoMs: 3 * HOUR, startedBy: SHOP, decision: mira, input: '{"failRefund":true}' },
    { agentId: 62, agoMs: 2 * HOUR, startedBy: "Lena Fuchs" },
    { agentId: 63, agoMs: 1 * HOUR, startedBy: "ledger" },
    { agentId: 61, agoMs: 75_000, startedBy: PLAN, isLive: true },
    // A day to decide, so that it still waits tomorrow.
    { agentId: 57, agoMs: 2 * MINUTE, startedBy: SHOP, isLive: true, input: `{"approvalMs":${24 * HOUR}}` },
  ];
}

/** Fills an empty database, all of it or nothing. `now`: epoch ms. */
export async function seedSamples(db: Database, store: RunStore, now: number, retentionMs: number): Promise<void> {
  await db.transactionAsync(async () => {
    for (const sample of samples(retentionMs)) await runSample(db, store, sample, now, retentionMs);
  });
}

async function runSample(
  db: Database,
  store: RunStore,
  sample: Sample,
  now: number,
  retentionMs: number,
): Promise<void> {
  const { agentId, agoMs, startedBy, input = "{}", decision, seenAt, isLive } = sample;
  const agent = agentById(agentId);
  if (!agent) throw new Error(`No agent ${agentId}`);
  const clock = createJumpingClock(now - agoMs);
  const engine = createEngine({ db, store, agentOf: agentById, clock, speed: 1 });
  const retention = createRetention(db, store);
  const parts = {
    db,
    store,
    engine,
    answers: createRunAnswers({ store, engine, retention, retentionMs }),
    audit: createAuditLog(db),
  };
  const run = engine.startRun(agent, { input, triggerType: agent.triggerType, startedBy });
  const { workflowId, temporalRunId } = run.state;
  if (decision) {
    await clock.runUntil(() => run.state.status === "awaiting_human");
    const approval = pendingApproval(run.state);
    if (!approval) throw new Error("A sample with a decision asks for one");
    await clock.runUntil(() => false, clock.now() + decision.afterMs);
    const { approve, by, comment } = decision;
    const body = { decision: approve ? ("approve" as const) : ("reject" as const), comment };
    const asServed = (text: string): string => text;
    const digest = approvalDigest({ workflowId, temporalRunId }, approval, asServed);
    const { approvalId } = approval;
    const request = { approvalId, body, digest, idempotencyKey: `sample-${approvalId}`, asServed };
    takeDecision(parts, agentId, { workflowId, temporalRunId }, request, { name: by, isLocal: false });
  }
  if (seenAt) {
    await clock.runUntil(() => run.state.nodes.some((node) => node.id === seenAt && node.status === "running"));
    retention.noteSeen(run.seq, clock.now() + 1_500, run.count);
    retention.flush();
  }
  if (isLive) await clock.runUntil(() => false, now);
  else await clock.runUntil(() => engine.live.size === 0);
  engine.stop();
}
