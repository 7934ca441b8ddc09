/** For tests: the workflow of somebody else that does what its script says, and lives with whatever becomes of it. */
import {
  ApplicationFailure,
  CancellationScope,
  CancelledFailure,
  continueAsNew,
  defineSignal,
  defineUpdate,
  executeChild,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  sleep,
} from "@temporalio/workflow";
import { ACTIVITY, CHILD, LOCAL, type Op, type Round, type Script, SIGNAL, UPDATE } from "./history-script.ts";

type Activities = Readonly<Record<string, () => Promise<unknown>>>;

const nudge = defineSignal(SIGNAL);
const adjust = defineUpdate<string, [boolean]>(UPDATE);

export async function scripted(script: Script): Promise<string> {
  setHandler(nudge, () => undefined);
  setHandler(adjust, (isPossible) => {
    if (!isPossible) throw ApplicationFailure.create({ type: "Impossible", message: "It cannot be adjusted" });
    return "adjusted";
  });
  for (const round of script.rounds) await play(round);
  if (script.end === "fail") throw ApplicationFailure.create({ type: "Lost", message: "All is lost" });
  if (script.end === "continue") return continueAsNew<typeof scripted>(script);
  return "done";
}

async function play({ ops, isRace }: Round): Promise<void> {
  const scope = new CancellationScope();
  await scope.run(async () => {
    const going = ops.map((op) => begin(op).then(nothing, nothing));
    await (isRace ? Promise.race(going) : Promise.all(going));
    scope.cancel();
    await Promise.all(going);
  });
  if (CancellationScope.current().consideredCancelled) throw new CancelledFailure("It was asked to end");
}

const nothing = (): void => undefined;

async function begin(op: Op): Promise<unknown> {
  const summary = "summary" in op && op.summary !== undefined ? { summary: op.summary } : {};
  const startToCloseTimeout = "1 minute";
  if (op.kind === "timer") return sleep(op.ms, summary);
  if (op.kind === "local") return proxyLocalActivities<Activities>({ startToCloseTimeout })[LOCAL]?.();
  if (op.kind === "child") {
    const staticSummary = op.summary === undefined ? {} : { staticSummary: op.summary };
    return executeChild(CHILD, { workflowId: op.id, args: [], cancellationType: "ABANDON", ...staticSummary });
  }
  const retry = op.maxAttempts === undefined ? {} : { retry: { maximumAttempts: op.maxAttempts } };
  const how = { activityId: op.id, cancellationType: "TRY_CANCEL", startToCloseTimeout, ...retry, ...summary } as const;
  return proxyActivities<Activities>(how)[ACTIVITY]?.();
}
