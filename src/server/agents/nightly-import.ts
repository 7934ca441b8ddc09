/** Nightly Import: fails with a chain of causes; the run itself is tried once more under the same workflow id. */
import type { AgentDefinition } from "./agent.ts";
import { StepError } from "./step-error.ts";

export const nightlyImport: AgentDefinition = {
  id: 59,
  slug: "nightly-import",
  name: "Nightly Import",
  description: "Fetches the day's orders from the partner's server and loads them.",
  type: "workflow",
  triggerType: "schedule",
  maxRunAttempts: 2,
  plan: () => [
    { id: "connect", name: "Open the partner's server", type: "tool", dependsOn: [], maxAttempts: 3 },
    { id: "fetch", name: "Fetch orders", type: "tool", dependsOn: ["connect"], maxAttempts: 2 },
    { id: "load", name: "Load orders", type: "tool", dependsOn: ["fetch"], maxAttempts: 3 },
    { id: "report", name: "Report to #imports", type: "tool", dependsOn: ["load"] },
  ],
  activities: {
    connect: async ({ work }) => {
      await work(1_500);
      return { output: '{"host":"sftp.partner.example","protocol":"sftp"}' };
    },
    fetch: async ({ work }) => {
      await work(5_200);
      throw new StepError({
        type: "ImportError",
        message: "Batch 2026-06-11 could not be fetched",
        cause: {
          type: "TransferError",
          message: "orders-0611.csv ended after 1,048,576 of 2,310,144 bytes",
          cause: {
            type: "ECONNRESET",
            message: "read ECONNRESET",
            stack: "at TLSWrap.onStreamRead (node:internal/stream_base_commons:217:20)",
          },
          stack: "at readAll (/app/tools/sftp.js:132:15)",
        },
        stack: "at fetchBatch (/app/tools/import.js:57:9)\nat runTool (/app/tools/index.js:41:20)",
      });
    },
    load: async ({ work }) => {
      await work(4_000);
      return { output: '{"rows":0}' };
    },
    report: async ({ work }) => {
      await work(300);
      return { output: '{"channel":"#imports"}' };
    },
  },
  finish: () => ({ summary: "Imported the orders." }),
};
