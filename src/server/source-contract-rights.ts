/** The part of the source contract about rights: lists hold what their viewer may see, and four eyes are four. */
import { expect, test } from "vitest";
import type { Decision } from "../contract/decision.ts";
import { type Bench, refusal, startWaiting, untilAsked, VIEWER, viewerNamed } from "./source-bench.ts";
import type { Capabilities, Viewer } from "./source.ts";

const AGENTS = { pageSize: 100, after: "" } as const;

/** The one assignee's id, when the request names people. */
function assigneeOf(requestText: string): string | undefined {
  const { assignees } = JSON.parse(requestText) as { assignees?: ({ id?: string } | string)[] };
  const first = assignees?.[0];
  return typeof first === "string" ? first : first?.id;
}

export function describeRights(bench: () => Bench, can: Capabilities): void {
  const seeing = (...agents: number[]): Viewer => viewerNamed("mira", { agents: new Set(agents) });

  async function waitingFor(viewer: Viewer, scope: "mine" | "all" = "all"): Promise<string[]> {
    const ids: string[] = [];
    for (let after: string | undefined = ""; after !== undefined;) {
      const page = await bench().source.listApprovals({ pageSize: 100, after, scope }, viewer);
      ids.push(...page.items.map((item) => (JSON.parse(item) as { workflowId: string }).workflowId));
      after = page.next;
    }
    return ids;
  }

  test("the agents list holds the viewer's agents and no others", async () => {
    const { source, task, approval } = bench();
    const ids = async (viewer: Viewer): Promise<number[]> => {
      const { items } = await source.listAgents(AGENTS, viewer);
      return items.map((item) => (JSON.parse(item) as { id: number }).id);
    };
    expect(await ids(seeing(approval.agentId))).toEqual([approval.agentId]);
    expect((await ids(seeing(approval.agentId, task.agentId))).toSorted((a, b) => a - b)).toEqual(
      [approval.agentId, task.agentId].toSorted((a, b) => a - b),
    );
    expect(await ids(seeing())).toEqual([]);
    expect(await ids(viewerNamed("mira"))).not.toContain(0);
    // Only Temporal has workflows that name no agent.
    expect((await ids(viewerNamed("mira", { hasAgent0: true }))).includes(0)).toBe(source.name === "temporal");
  });

  test("the inbox holds what waits of the viewer's agents, and as `mine` what names the viewer", async () => {
    const { source, approval, task } = bench();
    const waiting = await startWaiting(bench());
    const { workflowId } = waiting.ref;
    expect(await waitingFor(seeing(approval.agentId))).toContain(workflowId);
    expect(await waitingFor(seeing(task.agentId))).not.toContain(workflowId);
    expect(await waitingFor(seeing())).toEqual([]);
    // Modus knows by the token whose an approval is.
    const name = assigneeOf(waiting.requestText);
    if (source.name === "modus" || name === undefined) return;
    const list = async (viewer: Viewer): Promise<string> => {
      const query = { ...AGENTS, status: "awaiting_human", approvalScope: "mine", search: "" } as const;
      return (await source.listRuns(approval.agentId, query, viewer)).items.join("");
    };
    expect(await waitingFor(viewerNamed(name), "mine")).toContain(workflowId);
    expect(await list(viewerNamed(name))).toContain(workflowId);
    expect(await waitingFor(viewerNamed("somebody else"), "mine")).not.toContain(workflowId);
    expect(await list(viewerNamed("somebody else"))).not.toContain(workflowId);
    expect(await waitingFor(viewerNamed(name, { agents: new Set([task.agentId]) }), "mine")).toEqual([]);
    expect(await waitingFor(VIEWER, "mine")).toContain(workflowId);
  });

  if (!can.start || !can.decide) return;

  test("whoever started a run does not decide it; somebody else does", async () => {
    const { source, approval } = bench();
    const { agentId } = approval;
    const mira = viewerNamed("mira");
    const ref = await source.startRun(agentId, { input: approval.input, triggerType: "api" }, mira);
    const { ref: pinned, approvalId, digest } = await untilAsked(source, { agentId, ref });
    const decide = (viewer: Viewer, idempotencyKey: string): Promise<Decision> => {
      const body = { decision: "approve" } as const;
      const request = { approvalId, body, digest, idempotencyKey, asServed: (text: string) => text };
      return source.decide(agentId, pinned, request, viewer);
    };
    expect((await refusal(decide(mira, "key-1"))).problem).toBe("self-approval");
    expect(await decide(viewerNamed("anton"), "key-2")).toMatchObject({ decision: "approve", by: "anton" });
  });
}
