// @vitest-environment happy-dom
/** A shared link opens what was on screen: the attempt, the step, the view, the filters. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { parseRun } from "../contract/run.ts";
import { shareLink } from "./share-link.ts";
import { readPlace } from "./run-place.ts";

const UUID = "00000089-4a2b-4c3d-8e4f-5a6b7c8d9e0f";
const run = (over: object = {}) =>
  parseRun(JSON.stringify({ workflowId: "wf/57 a:b%", agentId: 57, status: "error", temporalRunId: UUID, ...over }));

function opened(link: string) {
  const url = new URL(link);
  const [, , agent, , segment] = url.pathname.split("/");
  return readPlace(agent ?? "", decodeURIComponent(segment ?? ""), url.searchParams);
}

it("keeps everything that was picked, whatever it is, and pins the attempt", () => {
  const text = fc.option(fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }), { nil: undefined });
  const picked = fc.record({
    step: text,
    field: text,
    tab: text,
    sort: text,
    find: text,
    view: fc.constantFrom("timeline", "graph", "table"),
    phase: fc
      .subarray(["failed", "waiting", "running", "succeeded", "pending", "unknown"])
      .map((list) => list.join(",")),
    only: fc.constantFrom(undefined, "unfinished"),
    critical: fc.constantFrom(undefined, "1"),
  });
  fc.assert(
    fc.property(picked, (parts) => {
      const query = new URLSearchParams();
      for (const [name, value] of Object.entries(parts))
        if (value !== undefined && value !== "") query.set(name, value);
      const place = readPlace("57", "wf/57 a:b%", query);
      expect(opened(shareLink(run(), 57, place))).toEqual({ ...place, temporalRunId: UUID });
    }),
    { numRuns: 10_000 },
  );
});

it("is not pinned where the answer names no attempt", () => {
  const place = readPlace("57", "w", new URLSearchParams());
  expect(new URL(shareLink(run({ temporalRunId: undefined }), 57, place)).search).toBe("");
});
