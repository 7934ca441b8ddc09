/** For tests: workflows as other people write them, who never heard of Runlight. */
import {
  ApplicationFailure,
  condition,
  continueAsNew,
  defineSignal,
  defineUpdate,
  executeChild,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  sleep,
  startChild,
} from "@temporalio/workflow";

interface Activities {
  reserve(order: { id: string; amount: number }): Promise<{ reserved: number }>;
  charge(order: string, cents: number): Promise<string>;
  notify(to: string): Promise<void>;
  trying(until: number): Promise<string>;
}

const { reserve, charge, trying } = proxyActivities<Activities>({
  startToCloseTimeout: "1 minute",
  retry: { initialInterval: "200 ms", backoffCoefficient: 1 },
});
const { notify } = proxyActivities<Activities>({ startToCloseTimeout: "1 minute", retry: { maximumAttempts: 5 } });

/** Plain activities: one that fails twice, and one whose failure nobody tries again and the workflow lives with. */
export async function orderWorkflow(order: { id: string; amount: number }): Promise<object> {
  const { reserved } = await reserve.executeWithOptions({ summary: "Hold the goods" } as never, [order]);
  const receipt = await charge(order.id, order.amount);
  const told = await notify("nobody@example.com").then(
    () => "told",
    () => "not told",
  );
  return { reserved, receipt, told };
}

/** An activity that fails until a time, epoch ms: its attempts are what there is to see meanwhile. */
export async function patientWorkflow(until: number): Promise<string> {
  return trying(until);
}

export const addItem = defineSignal<[string]>("addItem");
export const setAddress = defineUpdate<string, [string]>("setAddress");

/** Children, signals, an update; then it goes on as a new run. */
export async function cartWorkflow(round = 1): Promise<string> {
  const items: string[] = [];
  let address = "";
  setHandler(addItem, (item) => void items.push(item));
  setHandler(
    setAddress,
    (to) => {
      address = to;
      return `to ${to}`;
    },
    {
      validator: (to) => {
        if (to === "") throw new Error("No address");
      },
    },
  );
  if (round > 1) return `round ${round}`;
  await condition(() => items.length === 2 && address !== "");
  const { workflowId } = await startChild(parcelWorkflow, { args: ["left behind"], parentClosePolicy: "ABANDON" });
  const sent = await executeChild(parcelWorkflow, {
    workflowId: `${workflowId}-parcel`,
    args: [items.join("+")],
    staticSummary: "Both in one parcel",
  });
  await executeChild(parcelWorkflow, { workflowId: `${workflowId}-lost`, args: ["lost"] }).catch(() => undefined);
  if (sent === "") return "nothing";
  return continueAsNew<typeof cartWorkflow>(round + 1);
}

export async function parcelWorkflow(what: string): Promise<string> {
  if (what === "lost") throw ApplicationFailure.create({ type: "Lost", message: "The parcel is lost" });
  return `sent ${what}`;
}

interface LocalActivities {
  price(item: string): Promise<number>;
  stock(item: string): Promise<number>;
  broken(): Promise<void>;
}

const { price, stock, broken } = proxyLocalActivities<LocalActivities>({
  startToCloseTimeout: "10 s",
  retry: { maximumAttempts: 3, initialInterval: "20 ms", backoffCoefficient: 1 },
});

/** Local activities and timers: one fires, one is cancelled. */
export async function nightlyWorkflow(): Promise<number> {
  const one = await price("apple");
  await sleep(50, { summary: "Wait for the shop" });
  const left = await stock("apple");
  await broken().catch(() => undefined);
  let isThere = false;
  void sleep(20).then(() => (isThere = true));
  await condition(() => isThere, "1 hour");
  return one * left;
}
