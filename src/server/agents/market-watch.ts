/** Market Watch: runs for minutes, one source after another, so that there is something to watch. */
import type { PlannedNode } from "../../contract/run-events.ts";
import type { Activity, AgentDefinition } from "./agent.ts";

const SOURCES = ["Frankfurt", "Paris", "Milan", "Madrid", "Warsaw"] as const;

function plan(): PlannedNode[] {
  const nodes: PlannedNode[] = [{ id: "open", name: "Open the session", type: "trigger", dependsOn: [] }];
  let previous = "open";
  for (const source of SOURCES) {
    const read = `read:${source.toLowerCase()}`;
    const judge = `judge:${source.toLowerCase()}`;
    nodes.push(
      { id: read, name: `Read prices, ${source}`, type: "tool", dependsOn: [previous], maxAttempts: 3 },
      { id: judge, name: `Judge the moves, ${source}`, type: "agent", dependsOn: [read], maxAttempts: 3 },
    );
    previous = read;
  }
  const judged = SOURCES.map((source) => `judge:${source.toLowerCase()}`);
  nodes.push({ id: "brief", name: "Write the brief", type: "agent", dependsOn: judged });
  return nodes;
}

const read: Activity = async ({ nodeId, work, now }) => {
  await work(38_000);
  const place = nodeId.slice("read:".length);
  return { output: `{"place":"${place}","prices":${240 + place.length * 7},"at":"${new Date(now()).toISOString()}"}` };
};

const judge: Activity = async ({ nodeId, work }) => {
  await work(52_000);
  const moves = nodeId.length % 4;
  return { output: `{"moves":${moves},"verdict":"${moves > 1 ? "worth a look" : "quiet"}"}` };
};

export const marketWatch: AgentDefinition = {
  id: 61,
  slug: "market-watch",
  name: "Market Watch",
  description: "Reads five markets one after the other for some minutes and says what moved.",
  type: "workflow",
  triggerType: "schedule",
  maxRunAttempts: 1,
  plan,
  activities: {
    open: async () => ({ output: `{"markets":${SOURCES.length}}` }),
    read,
    judge,
    brief: async ({ work }) => {
      await work(20_000);
      return { output: '{"lines":6}' };
    },
  },
  finish: () => ({ summary: `Read ${SOURCES.length} markets; two moves worth a look.` }),
};
