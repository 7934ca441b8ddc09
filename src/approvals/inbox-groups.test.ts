/** The inbox's order and groups: nothing lost, nothing twice, the nearest deadline first. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { WaitingApproval } from "../contract/pages.ts";
import { Payload } from "../contract/payload.ts";
import { groupByAgent, groupByDeadline, inboxItems, placeAmong } from "./inbox-groups.ts";

const NOW = Date.parse("2026-06-11T12:00:00Z");

function waiting(agentId: number, workflowId: string, inMs: number | undefined): WaitingApproval {
  const expiresAt = inMs === undefined ? {} : { expiresAt: new Date(NOW + inMs).toISOString() };
  const request = new Payload(JSON.stringify({ id: `apr-${workflowId}`, ...expiresAt }));
  return { agentId, agentName: `Agent ${agentId}`, workflowId, temporalRunId: workflowId, request };
}

const lists = fc
  .array(
    fc.record({
      agentId: fc.integer({ min: 1, max: 4 }),
      inMs: fc.option(fc.integer({ min: -1e9, max: 1e9 }), { nil: undefined }),
    }),
    { maxLength: 20 },
  )
  .map((list) => inboxItems(list.map(({ agentId, inMs }, index) => waiting(agentId, `wf_${index}`, inMs))));

test("every request stands in exactly one group, each group in the order of its deadlines", () => {
  fc.assert(
    fc.property(lists, (items) => {
      for (const groups of [groupByDeadline(items, NOW), groupByAgent(items)]) {
        const all = groups.flatMap((group) => group.items);
        expect(new Set(all)).toEqual(new Set(items));
        expect(all).toHaveLength(items.length);
        expect(groups.every((group) => group.items.length > 0)).toBe(true);
        for (const { items: ofGroup } of groups) {
          const deadlines = ofGroup.map(({ approval }) => approval?.expiresAt ?? Number.MAX_SAFE_INTEGER);
          expect(deadlines).toEqual(deadlines.toSorted((a, b) => a - b));
        }
      }
      expect(groupByDeadline(items, NOW).flatMap((group) => group.items)).toEqual(items);
    }),
    { numRuns: 10_000 },
  );
});

test("groups begin and end where they say", () => {
  const HOUR = 3_600_000;
  const at = (inMs: number | undefined) => groupByDeadline(inboxItems([waiting(1, "a", inMs)]), NOW)[0]?.title;
  expect(at(0)).toBe("Past its deadline");
  expect(at(1)).toBe("Within the hour");
  expect(at(HOUR)).toBe("Within the hour");
  expect(at(HOUR + 1)).toBe("Within two days");
  expect(at(48 * HOUR)).toBe("Within two days");
  expect(at(48 * HOUR + 1)).toBe("Later");
  expect(at(undefined)).toBe("Without a deadline");
});

test("a run knows its place and its neighbours", () => {
  const items = inboxItems([waiting(1, "c", 3), waiting(2, "a", 1), waiting(1, "b", 2)]);
  const place = placeAmong(items, 1, "b");
  expect([place?.number, place?.count, place?.previous?.workflowId, place?.next?.workflowId]).toEqual([2, 3, "a", "c"]);
  expect(placeAmong(items, 2, "a")?.previous).toBeUndefined();
  // The same workflow id under another agent is another run.
  expect(placeAmong(items, 2, "b")).toBeUndefined();
});
