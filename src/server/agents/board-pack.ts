/** Board Pack: an approval nobody answers in time. */
import type { AgentDefinition } from "./agent.ts";

const WAIT_MS = 90_000;

export const boardPack: AgentDefinition = {
  id: 58,
  slug: "board-pack",
  name: "Board Pack",
  description: "Puts the figures for the board together and asks the finance lead before it sends them.",
  type: "workflow",
  triggerType: "schedule",
  maxRunAttempts: 1,
  plan: () => [
    { id: "figures", name: "Collect the figures", type: "tool", dependsOn: [], maxAttempts: 3 },
    { id: "draft", name: "Draft the pack", type: "agent", dependsOn: ["figures"], maxAttempts: 3 },
    { id: "approval", name: "Finance approval", type: "approval", dependsOn: ["draft"] },
    {
      id: "send",
      name: "Send to the board",
      type: "tool",
      dependsOn: ["approval"],
      when: { node: "approval", branch: "approve" },
    },
    {
      id: "withdraw",
      name: "Withdraw the draft",
      type: "tool",
      dependsOn: ["approval"],
      when: { node: "approval", branch: "reject" },
    },
  ],
  activities: {
    figures: async ({ work }) => {
      await work(3_200);
      return { output: '{"revenue":182440.00,"cost":121907.35,"month":"2026-05"}' };
    },
    draft: async ({ work }) => {
      await work(7_500);
      return { output: '{"pages":14,"file":"board-pack-2026-05.pdf"}' };
    },
    send: async ({ work }) => {
      await work(1_200);
      return { output: '{"recipients":7}' };
    },
    withdraw: async ({ work }) => {
      await work(600);
      return { output: '{"withdrawn":true}' };
    },
  },
  approvals: {
    approval: {
      waitMs: WAIT_MS,
      isWaitScaled: true,
      summary: () => "Waiting for the finance lead to release the board pack.",
      request: () => [
        ["title", '"Send the board pack for May to seven people?"'],
        ["description", '"14 pages. Revenue and cost agree with the ledger to the cent."'],
        ["action", '{"name":"mail.send","args":{"list":"board","file":"board-pack-2026-05.pdf","recipients":7}}'],
        ["options", '[{"value":"approve","label":"Approve"},{"value":"reject","label":"Reject"}]'],
        ["assignees", '[{"id":"user_7fin","email":"jonas@example.com","name":"Jonas Brandt"}]'],
        ["onTimeout", '"error"'],
      ],
    },
  },
  finish: ({ output }) => {
    return { summary: output("send") ? "Sent the board pack to 7 people." : "The board pack was withdrawn." };
  },
};
