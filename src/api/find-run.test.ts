/** Under which agents a run is looked for, and what is called alike. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { agentsToAsk, likenessOf } from "./find-run.ts";

const UUID = "00000089-4a2b-4c3d-8e4f-5a6b7c8d9e0f";
const agent = (id: number, canUse?: boolean) => ({ id, name: `A${id}`, ...(canUse === undefined ? {} : { canUse }) });

describe("agents", () => {
  it("begin with the one the id names, without the one that was asked and those that can't be used", () => {
    const agents = [agent(1), agent(2, false), agent(3), agent(57)];
    expect(agentsToAsk(agents, "wf_57_run_1", 3).map(({ id }) => id)).toEqual([57, 1]);
    expect(agentsToAsk(agents, "order-7").map(({ id }) => id)).toEqual([1, 3, 57]);
  });

  it("are a handful of the viewer's own, whoever they are", () => {
    const list = fc.uniqueArray(fc.nat(80), { maxLength: 40 }).map((ids) => ids.map((id) => agent(id)));
    fc.assert(
      fc.property(list, fc.nat(80), fc.option(fc.nat(80), { nil: undefined }), (agents, own, except) => {
        const asked = agentsToAsk(agents, `wf_${own}_run_1`, except).map(({ id }) => id);
        expect(asked.length).toBe(Math.min(6, agents.filter(({ id }) => id !== except).length));
        expect(asked).not.toContain(except);
        expect(new Set(asked).size).toBe(asked.length);
        if (own !== except && agents.some(({ id }) => id === own)) expect(asked[0]).toBe(own);
      }),
      { numRuns: 10_000 },
    );
  });
});

it.each([
  ["wf_58_run_89", undefined, "same number"],
  ["wf_57_run_89", undefined, "same run"],
  ["order-7", UUID.toUpperCase(), "same attempt"],
  ["wf_58_run_8", undefined, undefined],
  ["wf_58_run_189", undefined, undefined],
  ["wf_58_batch_89", undefined, undefined],
])("%s is alike as %s %s", (workflowId, temporalRunId, expected) => {
  const listed = { workflowId, ...(temporalRunId === undefined ? {} : { temporalRunId }) };
  expect(likenessOf(listed, { workflowId: "wf_57_run_89", temporalRunId: UUID })).toBe(expected);
});
