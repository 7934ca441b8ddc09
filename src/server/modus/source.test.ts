/** The Modus source keeps the contract every source keeps, in front of an API that takes nothing but what is documented. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe } from "vitest";
import { openEmbeddedSource } from "../embedded/embedded-source.ts";
import { describeSourceContract } from "../source-contract.ts";
import { openModusSource } from "./modus-source.ts";
import { startTestUpstream, TOKEN } from "./test-upstream.ts";

/** A later version with words nobody has heard of: a kind of agent, a trigger, a kind of step. */
const later = (text: string): string =>
  text
    .replaceAll('"agentType":"workflow"', '"agentType":"swarm"')
    .replaceAll('"triggerType":"webhook"', '"triggerType":"carrier-pigeon"')
    .replaceAll('"type":"tool"', '"type":"gadget"');

describe.each([
  ["modus", undefined],
  ["modus, a later version", later],
])("%s", (name, drift) => {
  describeSourceContract(
    name,
    async () => {
      const dir = mkdtempSync(path.join(tmpdir(), "runlight-modus-"));
      const dataDir = path.join(dir, "world");
      const world = await openEmbeddedSource({ dataDir, speed: 300, retentionMs: 86_400_000 });
      const upstream = await startTestUpstream(world);
      upstream.drift(drift);
      let now = Date.now();
      const source = openModusSource({
        dataDir: path.join(dir, "modus"),
        settings: { baseUrl: upstream.url, token: TOKEN },
        // What waits is kept for half a minute; each look is a minute later.
        now: () => (now += 60_000),
      });
      return {
        source,
        world,
        task: { agentId: 42, input: "{}" },
        approval: { agentId: 57, input: "{}" },
        expiring: { agentId: 58, input: "{}" },
        failing: { agentId: 59, input: "{}" },
        loseHistory: async () => world.sweep(Date.now() + 1),
        close: async () => {
          await source.close();
          await upstream.close();
          await world.close();
          rmSync(dir, { recursive: true });
          if (upstream.complaints.length > 0) throw new Error(upstream.complaints.join("; "));
        },
      };
    },
    { start: false, cancel: false, decide: false, attempts: false, reveal: true },
  );
});
