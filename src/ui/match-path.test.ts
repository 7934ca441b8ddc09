/** Paths and patterns: every id comes out of an address exactly as it went in. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { runPath } from "../paths.ts";
import { matchPath } from "./match-path.ts";

const RUN = "/agents/:agentId/runs/:runId";
const pathnameOf = (path: string) => new URL(path, "http://x").pathname;

test.each([
  ["/", "/", {}],
  ["/agents", "/agents", {}],
  ["/agents", "/agents/", {}],
  ["/agents/:agentId", "/agents/57", { agentId: "57" }],
  [RUN, "/agents/57/runs/wf%2F1", { agentId: "57", runId: "wf/1" }],
  [RUN, "/agents/57/runs/a%252Fb/", { agentId: "57", runId: "a%2Fb" }],
  [RUN, "/agents/57/runs/%E0%A4%A", { agentId: "57", runId: "%E0%A4%A" }],
  ["/r/*", "/r", {}],
  ["/r/*", "/r/", {}],
  ["/r/*", "/r/https://h/agents/%ZZ", {}],
  ["/*", "/", {}],
  ["/*", "//", {}],
  ["/*", "/any/thing", {}],
])("%s takes %s", (pattern, pathname, params) => {
  expect(matchPath(pattern, pathname)).toEqual(params);
});

test.each([
  ["/", "/agents"],
  ["/agents", "/"],
  ["/agents", "/Agents"],
  ["/agents", "//agents"],
  ["/agents", "/agents//"],
  ["/agents/:agentId", "/agents"],
  ["/agents/:agentId", "/agents//"],
  ["/agents/:agentId/runs", "/agents//runs"],
  [RUN, "/agents/57/runs/a/b"],
  [RUN, "/agents/57/runs"],
  ["/r/*", "/rest"],
])("%s does not take %s", (pattern, pathname) => {
  expect(matchPath(pattern, pathname)).toBeUndefined();
});

test.each(["a%2Fb", "a%252Fb", "a/b", "a:b?c#d e", "100%", "%zz", "é😀", "..b", "a+b", ";v=1"])(
  "the page of %j reads that id from its own path",
  (runId) => {
    const pathname = pathnameOf(runPath(57, runId, { step: "a/b" }));
    expect(matchPath(RUN, pathname)?.["runId"]).toBe(runId);
    expect(matchPath(RUN, `${pathname}/`)?.["runId"]).toBe(runId);
  },
);

test("so do the pages of all others", () => {
  const id = fc.string({ unit: "grapheme", minLength: 1 }).filter((text) => text.isWellFormed());
  fc.assert(
    fc.property(id, id, (agentId, runId) => {
      // A browser resolves those before anyone reads them; no run can have them as its id.
      fc.pre(!/^\.{1,2}$/.test(runId) && !/^\.{1,2}$/.test(agentId));
      const path = `/agents/${encodeURIComponent(agentId)}/runs/${encodeURIComponent(runId)}`;
      expect(matchPath(RUN, pathnameOf(path))).toEqual({ agentId, runId });
    }),
    { numRuns: 10_000 },
  );
});

test("any path fits at most its own pattern, and nothing throws", () => {
  const segment = fc.oneof(fc.constantFrom("agents", "runs", "r", "", "%", "%2F", "."), fc.string());
  fc.assert(
    fc.property(fc.array(segment), (segments) => {
      const pathname = `/${segments.join("/")}`;
      const count = pathname.replace(/\/$/, "").split("/").length;
      expect(matchPath("/*", pathname)).toEqual({});
      for (const pattern of ["/agents", "/agents/:agentId", "/agents/:agentId/runs", RUN])
        if (matchPath(pattern, pathname)) expect(count).toBe(pattern.split("/").length);
    }),
    { numRuns: 10_000 },
  );
});
