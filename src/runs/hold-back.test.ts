/** Holding new runs back: no row on the screen ever moves, none is lost, and asking for the new ones shows the answer. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { holdBack } from "./hold-back.ts";

const runs = (ids: string) => [...ids].map((id) => ({ id, at: 0 }));
const ids = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id).join("");

test("new runs wait, older ones join below, and a run of another status by now is named", () => {
  const pushed = holdBack(runs("cba"), runs("edcb"));
  expect([ids(pushed.shown), ids(pushed.held), [...pushed.left]]).toEqual(["cba", "ed", []]);
  const joined = holdBack(runs("dcb"), runs("dba"));
  expect([ids(joined.shown), ids(joined.held), [...joined.left]]).toEqual(["dcba", "", ["c"]]);
  expect(ids(holdBack([], runs("ba")).shown)).toBe("ba");
  const elsewhere = holdBack(runs("ba"), runs("dc"));
  expect([ids(elsewhere.shown), ids(elsewhere.held), elsewhere.left.size]).toEqual(["ba", "dc", 0]);
});

const list = fc
  .uniqueArray(fc.constantFrom(..."abcdefghijkl"))
  .chain((all) => fc.tuple(fc.constant(all), fc.integer()))
  .map(([all, at]) => all.map((id) => ({ id, at })));

test("rows on the screen keep their places and take the latest values; nothing of the answer is dropped or doubled", () => {
  fc.assert(
    fc.property(list, fc.array(list, { maxLength: 4 }), (first, answers) => {
      let screen = holdBack([], first).shown;
      for (const fresh of answers) {
        const next = holdBack(screen, fresh);
        expect(next.shown.slice(0, screen.length).map(({ id }) => id)).toEqual(screen.map(({ id }) => id));
        for (const run of fresh) expect([...next.shown, ...next.held]).toContain(run);
        const all = ids([...next.shown, ...next.held]);
        expect(new Set(all).size).toBe(all.length);
        for (const id of next.left) expect(ids(fresh)).not.toContain(id);
        screen = next.shown;
      }
    }),
    { numRuns: 10_000 },
  );
});
