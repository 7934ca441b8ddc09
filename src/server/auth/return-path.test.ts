/** Forty ways to be sent elsewhere after signing in, all refused; and every link of ours, which survives. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { returnPath } from "./return-path.ts";

const HERE = new URL("https://runlight.example");

const ELSEWHERE: readonly string[] = [
  "",
  "//evil.example",
  "///evil.example",
  "////evil.example/agents",
  "/\\evil.example",
  "/\\/evil.example",
  "\\\\evil.example",
  "\\/evil.example",
  "/\tevil.example",
  "/\t/evil.example",
  "/\n/evil.example",
  "\t//evil.example",
  " //evil.example",
  "/ /evil.example",
  "/agents\r\nlocation: https://evil.example",
  "/agents\0",
  "/%09/evil.example",
  "/%2f%2fevil.example",
  "/%2Fevil.example",
  "/%5cevil.example",
  "%2f%2fevil.example",
  "https://evil.example",
  "http://runlight.example@evil.example/agents",
  "https:evil.example",
  "https:/evil.example",
  "//runlight.example@evil.example/",
  "/@evil.example",
  "@evil.example",
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  "java\tscript:alert(1)",
  "data:text/html,<script>alert(1)</script>",
  "/.evil.example",
  "/..//evil.example",
  "/a/..//evil.example",
  "/agents/../..//evil.example",
  "/agents/%2e%2e//evil.example",
  "/a/..\\evil.example",
  "/agents\\..\\\\evil.example",
  "evil.example",
  "agents/57",
  "?to=//evil.example",
  "#//evil.example",
  "/\u2028evil.example",
  "/／evil.example",
  "/agents/ａ",
  "/api/v1/session",
  "/auth/oidc/start?to=/agents",
  `/${"a".repeat(6_001)}`,
];

const OWN: readonly string[] = [
  "/",
  "/agents",
  "/agents/57/runs?status=error&search=a%2Fb",
  "/agents/57/runs/wf_57_run_89?step=Check%20fraud&view=graph",
  "/agents/57/runs/a%252Fb%3Ac",
  "/r?link=https%3A%2F%2Felsewhere.example%2Fagents%2F57",
  "/approvals?scope=mine",
  "/apis",
];

test.each(ELSEWHERE)("%j leads to the start page", (to) => {
  expect(returnPath(to, HERE)).toBe("/");
});

test("there are forty of them at least", () => {
  expect(new Set(ELSEWHERE).size).toBeGreaterThanOrEqual(40);
});

test.each(OWN)("%s survives", (to) => {
  expect(returnPath(to, HERE)).toBe(to);
});

test("nothing asked for is the start page; a fragment stays behind", () => {
  expect(returnPath(null, HERE)).toBe("/");
  expect(returnPath(undefined, HERE)).toBe("/");
  expect(returnPath("/agents?find=a#//evil.example", HERE)).toBe("/agents?find=a");
});

describe("whatever is asked for", () => {
  const piece = fc.constantFrom(
    ...["/", "\\", "//", "..", ".", "%2f", "%5C", "%2e", "\t", "\n", " ", "@", ":", "?", "#", "&", "=", "evil.example"],
    ...["javascript:", "https:", "agents", "a", "1", "_", "-", "%", "%00", "[", "]", "'", '"', "<", "é", "\u202e"],
  );
  const anything = fc.oneof(
    fc.array(piece, { maxLength: 12 }).map((parts) => parts.join("")),
    fc.array(piece, { maxLength: 12 }).map((parts) => `/agents${parts.join("")}`),
    fc.webUrl({ withQueryParameters: true, withFragments: true }),
    fc.string({ unit: "binary" }),
  );

  test("every browser stays with us, and the path is taken once and for all", () => {
    const property = fc.property(anything, (to) => {
      const path = returnPath(to, HERE);
      expect(path).toMatch(/^\/(?:[A-Za-z0-9_-][\x21-\x7e]*)?$/);
      const led = new URL(path, HERE);
      expect(led.origin).toBe(HERE.origin);
      expect(led.pathname.startsWith("//")).toBe(false);
      expect(led.pathname + led.search).toBe(path);
      expect(returnPath(path, HERE)).toBe(path);
    });
    fc.assert(property, { numRuns: 10_000 });
  });

  test("a run's link survives, whatever its id and its step are called", () => {
    const property = fc.property(
      fc.nat(),
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 }),
      fc.string(),
      (agentId, id, step) => {
        const segment = encodeURIComponent(id.toWellFormed());
        fc.pre(segment !== "." && segment !== "..");
        const link = `/agents/${agentId}/runs/${segment}?${new URLSearchParams({ step }).toString()}`;
        expect(returnPath(link, HERE)).toBe(link);
      },
    );
    fc.assert(property, { numRuns: 10_000 });
  });
});
