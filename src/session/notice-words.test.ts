/** A notice is read outside the page, where nothing marks what is hidden: its text is plain and short. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { splitHidden } from "../ui/visible-text.ts";
import { noticeBody } from "./notice-words.ts";

test("agent and run by their ids", () => {
  expect(noticeBody({ agentId: 57, workflowId: "wf_57_run_88" })).toBe("Agent 57, run wf_57_run_88");
  expect(noticeBody({ agentId: 0, workflowId: "pay\u202e\n\n\n\n\n\n\n\n\n\nnow" })).not.toMatch(/\u202e|\n{9}/);
});

test("property: nothing in it is hidden, bends it or makes it long", () => {
  const id = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: fc.constantFrom("\u202e", "\u200b", "a", "\u0301") }),
  );
  fc.assert(
    fc.property(fc.nat(), id, (agentId, workflowId) => {
      const body = noticeBody({ agentId, workflowId });
      expect(splitHidden(body).filter(({ isHidden }) => isHidden)).toEqual([]);
      expect(body.startsWith(`Agent ${agentId}, run `)).toBe(true);
    }),
    { numRuns: 10_000 },
  );
});
