/** For tests: random plans, with steps side by side, branches, loops, approvals and steps that fail. */
import type { PlannedNode } from "../../contract/run-events.ts";
import type { PlanInput, StepScript } from "./history-agent.ts";

const STEPS_MAX = 9;
const OUTPUTS = ["1240.00", '{"a":1,"a":2}', '"x\\u0000"', "null", '{"__proto__":9007199254740993}', "[]"];

export type Random = () => number;

export function pick<T>(random: Random, of: readonly T[]): T {
  return of[Math.floor(random() * of.length)] as T;
}

/** Every step's id is `s` and a number; children of a loop depend on what the loop depends on, as a fan-out does. */
export function randomPlan(random: Random): PlanInput {
  const plan: PlannedNode[] = [];
  const steps: Record<string, StepScript> = {};
  const count = 1 + Math.floor(random() * STEPS_MAX);
  const failing = random() < 0.3;
  const add = (node: Omit<PlannedNode, "id" | "name">, branch?: string): void => {
    const id = `s${plan.length}`;
    const maxAttempts = 1 + Math.floor(random() * 3);
    const isTool = node.type !== "loop" && node.type !== "approval";
    plan.push({ ...node, id, name: `Step ${id}`, ...(isTool && random() < 0.7 && { maxAttempts }) });
    if (!isTool) return;
    const fails = failing ? Math.floor(random() * 4) : Math.floor(random() * maxAttempts);
    steps[id] = {
      fails: plan.at(-1)?.maxAttempts || failing ? fails : 0,
      isFatal: failing && random() < 0.2,
      output: pick(random, OUTPUTS),
      workMs: Math.floor(random() * 30),
      ...(branch !== undefined && { branch }),
    };
  };
  while (plan.length < count) {
    const before = plan.map(({ id }) => id);
    const dependsOn = before.filter(() => random() < 1.5 / Math.max(1, before.length));
    const decider = plan.find(
      ({ id, type }) => dependsOn.includes(id) && (type === "approval" || type === "condition"),
    );
    const words = decider?.type === "approval" ? ["approve", "reject"] : ["yes", "no"];
    const when = decider && random() < 0.7 ? { when: { node: decider.id, branch: pick(random, words) } } : {};
    const kind = random();
    if (kind < 0.2) add({ type: "approval", dependsOn, ...when });
    else if (kind < 0.35) add({ type: "condition", dependsOn, ...when }, pick(random, ["yes", "no"]));
    else if (kind < 0.5 && count - plan.length > 2) {
      const parentId = `s${plan.length}`;
      add({ type: "loop", dependsOn });
      const total = 1 + Math.floor(random() * 3);
      for (let iteration = 0; iteration < total; iteration++)
        add({ type: "tool", dependsOn, parentId, iteration, total });
    } else add({ type: "tool", dependsOn, ...when });
  }
  return { plan, steps, approvalMs: 20 + Math.floor(random() * 400), speed: 100 };
}
