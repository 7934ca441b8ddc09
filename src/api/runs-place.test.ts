/** The URL of a runs list, and what its tabs count. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { runsPath } from "../paths.ts";
import { countsByTab, filtersOf, readRunsPlace, STATUSES, TIMEFRAMES, TRIGGERS } from "./runs-place.ts";

test("words the API does not know are left out", () => {
  const place = readRunsPlace(
    "57",
    new URLSearchParams("status=exploded&timeframe=yesterday&approvalScope=theirs&triggerType=magic"),
  );
  expect(place).toEqual({
    agentId: 57,
    status: "all_executions",
    timeframe: "any",
    scope: "all",
    trigger: "any",
    pageToken: undefined,
  });
  expect(filtersOf(place)).toEqual({});
  expect(readRunsPlace("agent", new URLSearchParams()).agentId).toBeUndefined();
});

test("a scope is asked for only with the status it belongs to", () => {
  const place = readRunsPlace("57", new URLSearchParams("approvalScope=mine&status=error"));
  expect(filtersOf(place)).toEqual({ status: "error" });
  expect(filtersOf({ ...place, status: "awaiting_human" })).toEqual({
    status: "awaiting_human",
    approvalScope: "mine",
  });
});

test("a place written into a URL is the same place when read", () => {
  const places = fc.record({
    agentId: fc.nat(),
    status: fc.constantFrom(...STATUSES),
    timeframe: fc.constantFrom(...TIMEFRAMES),
    scope: fc.constantFrom("all" as const, "mine" as const),
    trigger: fc.constantFrom(...TRIGGERS),
    pageToken: fc.option(fc.string({ minLength: 1, unit: "grapheme" }), { nil: undefined }),
  });
  const property = fc.property(places, (place) => {
    const url = new URL(runsPath(place.agentId, filtersOf(place)), "http://x");
    const read = readRunsPlace(String(place.agentId), url.searchParams);
    const scope = place.status === "awaiting_human" ? place.scope : "all";
    return JSON.stringify(read) === JSON.stringify({ ...place, scope });
  });
  fc.assert(property, { numRuns: 10_000 });
});

test("cancelled is what the sum leaves over, and nothing where that would be a guess", () => {
  const counts = { all_executions: 431, running: 1, awaiting_human: 2, error: 12, completed: 411 };
  const cancelled = (sent: Record<string, number>) => countsByTab(new Map(Object.entries(sent))).get("cancelled");
  expect(cancelled(counts)).toBe(5);
  expect(cancelled({ ...counts, cancelled: 4 })).toBe(4);
  expect(cancelled({ ...counts, all_executions: 3 })).toBeUndefined();
  expect(cancelled({ all_executions: 9, running: 1 })).toBeUndefined();
  expect(cancelled({})).toBeUndefined();
});
