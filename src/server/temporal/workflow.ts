/**
 * The generic agent workflow: runs any sample agent, deciding what comes next with the same pure `nextMoves` and the
 * same reducer as the embedded engine. Everything it does is in its history: a step is an activity, a retry a timer and
 * another activity, a request for approval an activity that carries it, a decision an update.
 */
import {
  allHandlersFinished,
  ApplicationFailure,
  CancellationScope,
  condition,
  defineQuery,
  defineUpdate,
  proxyActivities,
  setHandler,
  sleep,
  workflowInfo,
} from "@temporalio/workflow";
import { type RawValue, rawValueTypeInfo } from "@temporalio/common";
import type { Decision } from "../../contract/decision.ts";
import { isRunClosed, nodeById, pendingApproval, reduceAll } from "../../contract/reduce.ts";
import type { RunEvent } from "../../contract/run-events.ts";
import type { RunState } from "../../contract/run-state.ts";
import { agentById } from "../agents/all-agents.ts";
import { afterFailure, isActivityRunning, nextMoves, speedOf } from "../agents/next-moves.ts";
import { branchOf, exact, exactText } from "./exact-payload.ts";
import {
  activityIdOf,
  APPROVAL_PREFIX,
  DECIDE_UPDATE,
  type DecideArgs,
  RETRY_PREFIX,
  type StartArgs,
  STATE_QUERY,
  type StepArgs,
  TIMEOUT_PREFIX,
} from "./names.ts";
import { readActivityError } from "./run-failure.ts";
import { coreOf, decisionOn, endRun, publish, refuseDecision } from "./workflow-state.ts";

interface Activities {
  agentStep(shown: RawValue | null, args: StepArgs): Promise<RawValue>;
  approvalRequested(request: RawValue): Promise<void>;
}

const activities = proxyActivities<Activities>({
  startToCloseTimeout: "1 day",
  heartbeatTimeout: "15 s",
  retry: { maximumAttempts: 1 },
  activityTypeInfo: { agentStep: { outputType: rawValueTypeInfo } },
});
const asking = proxyActivities<Activities>({ startToCloseTimeout: "1 minute" });

const stateQuery = defineQuery<unknown>(STATE_QUERY);
const decideUpdate = defineUpdate<Decision, [DecideArgs]>(DECIDE_UPDATE);

export async function agentRun(args: StartArgs): Promise<RawValue | undefined> {
  const agent = agentById(args.agentId);
  if (!agent) throw ApplicationFailure.nonRetryable(`No agent ${args.agentId} in this worker`, "UnknownAgent");
  const info = workflowInfo();
  const started: RunEvent = {
    type: "started",
    workflowId: info.workflowId,
    // Replaying after a reset happens under another run id; nothing here may depend on it.
    temporalRunId: `${info.workflowId}/${info.attempt}`,
    agentId: agent.id,
    agentName: agent.name,
    agentType: agent.type,
    triggerType: args.triggerType,
    input: args.input,
    startedBy: args.startedBy,
    attempt: info.attempt,
    nodes: agent.plan(args.input),
    at: Date.now(),
  };
  let state: RunState = reduceAll(undefined, [started]) as RunState;
  const speed = speedOf(state, args.speed);
  let queue: RunEvent[] = [];
  let hasNews = true;
  const waits = new Map<string, CancellationScope>();

  setHandler(stateQuery, () => coreOf(state));
  setHandler(
    decideUpdate,
    (decide) => {
      take([{ type: "approvalDecided", ...decide, at: Date.now() }]);
      hasNews = true;
      return decisionOn(state, decide.approvalId) as Decision;
    },
    { validator: (decide) => refuseDecision(state, decide, Date.now()) },
  );

  function take(events: readonly RunEvent[]): void {
    const before = pendingApproval(state);
    state = reduceAll(state, events);
    if (before && pendingApproval(state) !== before) {
      waits.get(before.approvalId)?.cancel();
      publish(state);
    }
  }

  function push(event: RunEvent): void {
    queue.push(event);
    hasNews = true;
  }

  /** A timer with a name people find in the history; what it brings, `nextMoves` sees by the clock. */
  function wakeAt(key: string, name: string, at: number): void {
    const scope = new CancellationScope({ cancellable: true });
    waits.set(key, scope);
    scope
      .run(() => sleep(Math.max(1, at - Date.now()), { summary: name }))
      .then(() => (hasNews = true))
      .catch(() => undefined)
      .finally(() => waits.delete(key));
  }

  function begin(nodeId: string): void {
    const node = nodeById(state, nodeId);
    if (!node || !isActivityRunning(node)) return;
    const { attempt } = node;
    const outputs: Record<string, string> = {};
    for (const id of node.dependsOn) {
      const output = nodeById(state, id)?.output;
      if (output !== undefined) outputs[id] = output;
    }
    const step: StepArgs = {
      agentId: args.agentId,
      nodeId,
      attempt,
      ...(node.iteration !== undefined && { iteration: node.iteration }),
      input: args.input,
      outputs,
      speed,
    };
    const shown = node.input === undefined ? null : exact(node.input);
    activities.agentStep
      .executeWithOptions({ activityId: activityIdOf(nodeId, attempt), summary: node.name } as never, [shown, step])
      .then(({ payload }) => {
        const branch = branchOf(payload);
        push({
          type: "nodeSucceeded",
          nodeId,
          output: exactText(payload),
          ...(branch !== undefined && { branch }),
          at: Date.now(),
        });
      })
      .catch((thrown: unknown) => {
        const failure = readActivityError(thrown);
        const running = nodeById(state, nodeId);
        if (failure && running && agent) push(afterFailure(agent, running, failure, speed, Date.now()));
      });
  }

  function act(event: RunEvent): void {
    if (event.type === "nodeStarted") begin(event.nodeId);
    if (event.type !== "approvalRequested") return;
    publish(state);
    const { approvalId, request, expiresAt } = event;
    const activityId = APPROVAL_PREFIX + approvalId;
    void asking.approvalRequested
      .executeWithOptions({ activityId, summary: `Asks for ${nodeById(state, event.nodeId)?.name}` } as never, [
        exact(request),
      ])
      .catch(() => undefined);
    wakeAt(approvalId, TIMEOUT_PREFIX + approvalId, expiresAt);
  }

  while (!isRunClosed(state)) {
    hasNews = false;
    const news = queue;
    queue = [];
    take(news);
    for (const event of news) {
      if (event.type === "nodeRetried")
        wakeAt(`retry ${event.nodeId}`, RETRY_PREFIX + event.nodeId, event.nextAttemptAt);
    }
    for (;;) {
      const { events } = nextMoves(state, agent, Date.now(), speed);
      if (events.length === 0) break;
      take(events);
      events.forEach(act);
    }
    if (!isRunClosed(state)) await condition(() => hasNews || queue.length > 0);
  }
  await condition(allHandlersFinished);
  return endRun(state, agent.maxRunAttempts);
}
