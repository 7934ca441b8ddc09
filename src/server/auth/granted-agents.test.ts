/** Agent 0 is seen by whoever was granted it by its number, and by nobody else, whatever else they were granted. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { maySee } from "./access.ts";
import { readGrantedAgents } from "./granted-agents.ts";
import { LOCAL_VIEWER } from "./local-access.ts";
import { modusViewer, viewerWith } from "./viewers.ts";

const WORD = fc.constantFrom("all", "0", "00", "7", "42", "999999999999999", "*", "-1", "", "All");

test("10,000 grants: an agent is seen when its number is there, or all are and it is not 0", () => {
  const scopes = new Map<string, string>();
  fc.assert(
    fc.property(fc.array(WORD, { maxLength: 5 }), (words) => {
      const viewer = viewerWith({ name: "mira", roles: ["viewer"], agents: readGrantedAgents(words) });
      const has = (id: number): boolean => words.some((word) => /^\d+$/.test(word) && Number(word) === id);
      const seen = [0, 7, 42, 43].map((id) => maySee(viewer, id));
      expect(seen).toEqual([has(0), ...[7, 42, 43].map((id) => has(id) || words.includes("all"))]);
      // One scope, one view: what is kept for some is shown to no others.
      const key = JSON.stringify([...seen, maySee(viewer, 999_999_999_999_999)]);
      expect(scopes.get(viewer.scope) ?? key).toBe(key);
      scopes.set(viewer.scope, key);
    }),
    { numRuns: 10_000 },
  );
});

test("this machine's own user sees it, and on Modus whatever Modus lets a token see is seen", () => {
  expect(maySee(LOCAL_VIEWER, 0)).toBe(true);
  expect(maySee(modusViewer("modus_x"), 0)).toBe(true);
});
