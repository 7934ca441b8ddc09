/** The help names what works: without single keys none of them. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { keysOf } from "./page-keys.ts";

const PATHS = ["/agents", "/agents/57/runs", "/agents/57/runs/wf_57_run_1", "/approvals", "/r/x", "/nowhere"];
const namesOf = (pathname: string, areSingleOn: boolean) =>
  keysOf(pathname, areSingleOn).flatMap(({ lines }) => lines.map(({ keys }) => keys.join(" ")));

test.each(PATHS)("on %s nothing is left that works wherever the focus is, and Ctrl+K is", (pathname) => {
  const all = namesOf(pathname, true);
  const left = namesOf(pathname, false);
  expect(all.filter((name) => !left.includes(name)).toSorted()).toEqual(
    all.filter((name) => ["?", "/", "g a", "g i", "j k"].includes(name)).toSorted(),
  );
  expect(left).toContain("Ctrl+K");
});

test("property: every address has the keys that work everywhere", () => {
  fc.assert(
    fc.property(fc.webPath(), fc.boolean(), (pathname, areSingleOn) => {
      expect(namesOf(pathname, areSingleOn)).toContain("Ctrl+K");
      expect(namesOf(pathname, areSingleOn).includes("?")).toBe(areSingleOn);
    }),
  );
});
