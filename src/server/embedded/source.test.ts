/** The embedded source keeps the contract every source keeps. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describeSourceContract } from "../source-contract.ts";
import { openEmbeddedSource } from "./embedded-source.ts";

const CAN = { start: true, cancel: true, decide: true, attempts: true, reveal: true, triggers: true };

const open = async () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), "runlight-contract-"));
  const source = await openEmbeddedSource({ dataDir, speed: 300, retentionMs: 86_400_000 });
  return {
    source,
    task: { agentId: 42, input: "{}" },
    approval: { agentId: 57, input: "{}" },
    expiring: { agentId: 58, input: "{}" },
    failing: { agentId: 59, input: "{}" },
    loseHistory: async () => source.sweep(Date.now() + 1),
    close: async () => {
      await source.close();
      rmSync(dataDir, { recursive: true });
    },
  };
};

describeSourceContract("embedded", open, CAN);
