// @vitest-environment happy-dom
/** Commands of agents: their saved views and the way to start a run, which none of them does by itself. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { AgentsPageSchema } from "../contract/pages.ts";
import * as v from "valibot";
import { paletteItems } from "./palette-items.ts";

const { agents } = v.parse(AgentsPageSchema, {
  agents: [
    { id: 57, name: "Refund Review" },
    { id: 61, name: "Market Watch" },
  ],
});
const VIEW = {
  name: "Failed in 24 hours",
  filters: { status: "error", timeframe: "last_day", scope: "all", trigger: "any" },
} as const;
const OFFERED = {
  agents,
  recent: [],
  actions: [],
  views: [VIEW],
  agentId: 61,
  canStart: true,
  onHelp: () => undefined,
};

test("a saved view leads to its filters for any agent, the one whose page is open first", () => {
  const views = paletteItems("failed in 24", OFFERED).filter(({ hint }) => hint.startsWith("View"));
  expect(views.map(({ hint, to }) => [hint, to])).toEqual([
    ["View · Market Watch", "/agents/61/runs?status=error&timeframe=last_day"],
    ["View · Refund Review", "/agents/57/runs?status=error&timeframe=last_day"],
  ]);
});

test("property: starting a run is offered where it can be, as a place to go to and never as something done", () => {
  fc.assert(
    fc.property(fc.constantFrom("", "start", "start a run of refund", "run"), fc.boolean(), (typed, canStart) => {
      const starts = paletteItems(typed, { ...OFFERED, canStart }).filter(({ label }) =>
        label.startsWith("Start a run"),
      );
      if (!canStart) expect(starts).toEqual([]);
      else expect(starts.map(({ to }) => to)).toContain("/agents/57/runs?start=1");
      expect(starts.every(({ run }) => run === undefined)).toBe(true);
    }),
  );
});
