/** Invoice Matcher: a fan-out. Every invoice is a step of its own under one loop, about one in a hundred fails once. */
import type { PlannedNode, JsonText } from "../../contract/run-events.ts";
import type { AgentDefinition } from "./agent.ts";
import { member, numberOf } from "./input.ts";
import { StepError } from "./step-error.ts";

const DEFAULT_ITEMS = 40;
export const ITEMS_MAX = 10_000;

function items(input: JsonText): number {
  return Math.floor(numberOf(input, "n", 1) ?? DEFAULT_ITEMS);
}

function plan(input: JsonText): PlannedNode[] {
  const total = items(input);
  const nodes: PlannedNode[] = [
    { id: "collect", name: "Collect invoices", type: "tool", dependsOn: [], maxAttempts: 3 },
    { id: "match-all", name: "Match all invoices", type: "loop", dependsOn: ["collect"] },
  ];
  for (let iteration = 0; iteration < total; iteration++) {
    const place = { parentId: "match-all", iteration, total };
    nodes.push({
      id: `match:${iteration}`,
      name: "Match invoice",
      type: "tool",
      dependsOn: ["collect"],
      ...place,
      maxAttempts: 3,
    });
  }
  nodes.push({ id: "post", name: "Post the matches", type: "tool", dependsOn: ["match-all"], maxAttempts: 3 });
  return nodes;
}

export const invoiceMatcher: AgentDefinition = {
  id: 63,
  slug: "invoice-matcher",
  name: "Invoice Matcher",
  description: "Matches every open invoice with a payment, many at a time.",
  type: "workflow",
  triggerType: "api",
  maxRunAttempts: 1,
  refuse: (input) => {
    const isGiven = member(input, "n") !== undefined;
    const isGood = (numberOf(input, "n", 1) ?? 0) >= 1 && items(input) <= ITEMS_MAX;
    return isGiven && !isGood ? `n must be a number from 1 to ${ITEMS_MAX}.` : undefined;
  },
  plan,
  activities: {
    collect: async ({ input, work }) => {
      await work(1_800);
      return { output: `{"invoices":${items(input)}}` };
    },
    match: async ({ iteration = 0, attempt, work }) => {
      await work(900 + ((iteration * 37) % 13) * 160);
      if (attempt === 1 && iteration % 100 === 17) {
        throw new StepError({ type: "LedgerBusy", message: "The ledger is locked by another posting" });
      }
      return { output: `{"invoice":"INV-${20_000 + iteration}","payment":"P-${70_000 + iteration * 3}"}` };
    },
    post: async ({ input, work }) => {
      await work(2_400);
      return { output: `{"posted":${items(input)}}` };
    },
  },
  finish: ({ input }) => ({ summary: `Matched ${items(input).toLocaleString("en-US")} invoices.` }),
};
