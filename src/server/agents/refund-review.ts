/** Refund Review: three checks side by side, one of them flaky, a branch, a person's approval, a payment that may fail. */
import { objectText } from "../../contract/answer.ts";
import type { JsonText, PlannedNode } from "../../contract/run-events.ts";
import type { Activity, AgentDefinition, PlanContext } from "./agent.ts";
import { isTrue, money, numberText, stringOf } from "./input.ts";
import { StepError } from "./step-error.ts";

const DEFAULT_AMOUNT = "1240.00";
const quote = (text: string): JsonText => JSON.stringify(text);

function order(input: JsonText) {
  return {
    orderId: stringOf(input, "orderId") ?? "A-10442",
    amount: numberText(input, "amount") ?? DEFAULT_AMOUNT,
    customer: stringOf(input, "customer") ?? "c_8812",
    customerName: stringOf(input, "customerName") ?? "Ada Novak",
    reason: stringOf(input, "reason") ?? "damaged_in_transit",
  };
}

/** What the payment tool is called with: the manager approves exactly this. */
function refundArgs(input: JsonText): JsonText {
  const { orderId, amount, customer, reason } = order(input);
  return objectText([
    ["orderId", quote(orderId)],
    ["amount", amount],
    ["currency", '"EUR"'],
    ["customer", quote(customer)],
    ["reason", quote(reason)],
  ]);
}

function plan(): PlannedNode[] {
  const checks = ["fraud", "history", "photos"];
  const ifApproved = { node: "approval", branch: "approve" };
  const ifRejected = { node: "approval", branch: "reject" };
  return [
    { id: "requested", name: "Refund requested", type: "trigger", dependsOn: [] },
    { id: "order", name: "Load order", type: "tool", dependsOn: ["requested"], maxAttempts: 3 },
    { id: "fraud", name: "Check fraud score", type: "tool", dependsOn: ["order"], maxAttempts: 3 },
    { id: "history", name: "Read customer history", type: "tool", dependsOn: ["order"], maxAttempts: 3 },
    { id: "photos", name: "Inspect the photos", type: "agent", dependsOn: ["order"], maxAttempts: 3 },
    { id: "over-limit", name: "Amount over €100?", type: "condition", dependsOn: checks },
    {
      id: "reply",
      name: "Write the reply",
      type: "agent",
      dependsOn: ["over-limit"],
      when: { node: "over-limit", branch: "true" },
      maxAttempts: 3,
    },
    { id: "approval", name: "Manager approval", type: "approval", dependsOn: ["reply"] },
    { id: "refund", name: "Issue the refund", type: "tool", dependsOn: ["approval"], when: ifApproved, maxAttempts: 3 },
    { id: "send-reply", name: "Send the reply", type: "tool", dependsOn: ["refund"], maxAttempts: 3 },
    { id: "send-refusal", name: "Send the refusal", type: "tool", dependsOn: ["approval"], when: ifRejected },
    {
      id: "pay-out",
      name: "Pay out without approval",
      type: "tool",
      dependsOn: ["over-limit"],
      when: { node: "over-limit", branch: "false" },
      maxAttempts: 3,
    },
  ];
}

const checkFraud: Activity = async ({ attempt, work }) => {
  if (attempt === 1) await work(2_600);
  if (attempt === 2) await work(3_100);
  if (attempt < 3) {
    const stack = "at getScore (/app/tools/risk.js:41:13)\nat runTool (/app/tools/index.js:41:20)";
    throw new StepError({ type: "HttpError", message: "503 from risk API", stack });
  }
  await work(6_200);
  return { output: '{"score":0.12,"model":"risk-v7"}' };
};

const issueRefund: Activity = async ({ input, attempt, work }) => {
  const { orderId, amount } = order(input);
  if (!isTrue(input, "failRefund")) {
    await work(4_000);
    return { output: `{"refundId":"rf_20931","orderId":${quote(orderId)},"amount":${amount},"currency":"EUR"}` };
  }
  const seconds = [3.8, 4.6, 6.4][attempt - 1] ?? 6.4;
  await work(seconds * 1_000);
  throw new StepError({
    type: "RefundDeclined",
    message: `The payment provider did not accept the refund of ${amount} EUR for order ${orderId}`,
    cause: {
      type: "HttpError 502",
      message: `POST /v2/refunds answered 502 after ${seconds.toFixed(1)} s: upstream settlement service unavailable`,
      stack: "at postRefund (/app/tools/payments.js:88:11)\nat runTool (/app/tools/index.js:41:20)",
    },
  });
};

/** A step that takes its time and answers the same thing. */
function takes(ms: number, output: (input: JsonText) => JsonText): Activity {
  return async ({ input, work }) => {
    await work(ms);
    return { output: output(input) };
  };
}

const activities: Record<string, Activity> = {
  requested: takes(12, refundArgs),
  order: takes(
    820,
    (input) => `{"orderId":${quote(order(input).orderId)},"paid":${order(input).amount},"placedAt":"2026-06-01"}`,
  ),
  fraud: checkFraud,
  history: takes(8_200, () => '{"refunds":0,"orders":14}'),
  photos: takes(10_900, () => '{"photos":["front.jpg","label.jpg"],"match":true,"damage":"crushed corner"}'),
  "over-limit": async ({ input }) => {
    const branch = Number(order(input).amount) > 100 ? "true" : "false";
    return { output: `{"branch":"${branch}","limit":100}`, branch };
  },
  reply: takes(9_300, (input) => {
    const first = order(input).customerName.split(" ")[0] ?? "";
    return `{"reply":${quote(`Dear ${first}, thank you for the photos. We are sorry about the damage and refund the order in full.`)}}`;
  }),
  refund: issueRefund,
  "send-reply": takes(1_400, () => '{"messageId":"msg_5512","channel":"email"}'),
  "send-refusal": takes(1_400, () => '{"messageId":"msg_5513","channel":"email"}'),
  "pay-out": takes(3_000, (input) => `{"refundId":"rf_20932","amount":${order(input).amount},"currency":"EUR"}`),
};

/** Everything known about the case, as the manager gets it. */
function caseFile({ output }: PlanContext): JsonText {
  const loaded = output("order") ?? "{}";
  const photos = output("photos");
  return objectText([
    ["orderId", quote(stringOf(loaded, "orderId") ?? "")],
    ["paid", numberText(loaded, "paid")],
    ["placedAt", quote(stringOf(loaded, "placedAt") ?? "")],
    ["fraud", output("fraud")],
    ["photos", photos === undefined ? undefined : '["front.jpg","label.jpg"]'],
    ["history", output("history")],
    ["reply", quote(stringOf(output("reply"), "reply") ?? "")],
  ]);
}

function request({ input }: PlanContext) {
  const { amount, customerName } = order(input);
  return [
    ["title", quote(`Refund €${money(amount)} to ${customerName}?`)],
    ["description", '"Parcel came damaged, two photos match. Fraud score 0.12 (low)."'],
    ["action", `{"name":"payments.refund","args":${refundArgs(input)}}`],
    ["options", '[{"value":"approve","label":"Approve"},{"value":"reject","label":"Reject"}]'],
    [
      "assignees",
      '[{"id":"user_2xyz","email":"mira@example.com","name":"Mira Holm"},' +
        '{"id":"group_support_leads","name":"Support leads","type":"group"}]',
    ],
    ["onTimeout", '"error"'],
    ["slack", '{"channel":"#refund-approvals"}'],
  ] as const;
}

export const refundReview: AgentDefinition = {
  id: 57,
  slug: "refund-review",
  name: "Refund Review",
  description: "Checks a refund from three sides, asks a manager above €100, pays it out and answers the customer.",
  type: "workflow",
  triggerType: "webhook",
  maxRunAttempts: 1,
  plan,
  activities,
  inputs: {
    "over-limit": ({ input }) => `{"amount":${order(input).amount},"limit":100}`,
    reply: ({ output }) => `{"tone":"friendly","model":"claude-sonnet-4.6","photos":${output("photos") ?? "null"}}`,
    approval: caseFile,
    refund: ({ input }) => refundArgs(input),
  },
  approvals: {
    approval: {
      waitMs: 15 * 60_000,
      isWaitScaled: false,
      summary: ({ input }) => `Waiting for a manager to approve a refund of €${money(order(input).amount)}.`,
      request,
    },
  },
  backoffMs: (attempt) => 1_500 * attempt,
  finish: ({ input, output }) => {
    const { amount, customerName } = order(input);
    if (output("send-refusal")) return { summary: `Refund of €${money(amount)} to ${customerName} was refused.` };
    const how = output("pay-out") ? " without approval" : "";
    return { summary: `Refunded €${money(amount)} to ${customerName}${how}.` };
  },
};
