/** Every agent keeps the rules of a definition, whatever its input. */
import { describe, expect, test } from "vitest";
import { activityName } from "./agent.ts";
import { ALL_AGENTS } from "./all-agents.ts";

test("ids and slugs are their own", () => {
  expect(new Set(ALL_AGENTS.map((agent) => agent.id)).size).toBe(ALL_AGENTS.length);
  expect(new Set(ALL_AGENTS.map((agent) => agent.slug)).size).toBe(ALL_AGENTS.length);
});

describe.each(ALL_AGENTS.map((agent) => [agent.name, agent] as const))("%s", (_name, agent) => {
  const plan = agent.plan("{}");

  test("plans unique nodes that depend on earlier ones, the same every time", () => {
    const earlier = new Set<string>();
    for (const node of plan) {
      expect(earlier.has(node.id)).toBe(false);
      for (const id of [
        ...node.dependsOn,
        ...(node.when ? [node.when.node] : []),
        ...(node.parentId ? [node.parentId] : []),
      ]) {
        expect(earlier.has(id), `${node.id} needs ${id}`).toBe(true);
      }
      earlier.add(node.id);
    }
    expect(agent.plan("{}")).toEqual(plan);
  });

  test("has an activity, an approval or children behind every node", () => {
    for (const { id, type } of plan) {
      if (type === "loop") expect(plan.some((node) => node.parentId === id)).toBe(true);
      else if (type === "approval") expect(agent.approvals).toHaveProperty(id);
      else expect(agent.activities[id] ?? agent.activities[activityName(id)]).toBeTypeOf("function");
    }
  });
});
