/** Rows of the steps: nothing is dropped by folding, everything hidden can be reached, and the tree is a tree. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Step } from "../contract/step.ts";
import { foldName, foldParts, rowName } from "./step-label.ts";
import { foldForKey } from "./steps-keys.ts";
import { FOLD_ABOVE, outlineOf, rowId } from "./steps-outline.ts";
import { PHASES, step, stepsFrom } from "./random-steps.ts";
import { flatRows, type Folding, layRows, reveal, setOpen, type StepsRow, UNTOUCHED } from "./steps-rows.ts";

const anySteps = fc
  .array(fc.tuple(fc.nat(9), fc.nat(9), fc.nat(9), fc.constantFrom(...PHASES)), { maxLength: 70, size: "max" })
  .map(stepsFrom);
const anyFolding = fc.array(fc.tuple(fc.nat(9), fc.boolean()), { maxLength: 8 });

function folded(steps: readonly Step[], toggles: readonly (readonly [number, boolean])[]): Folding {
  const outline = outlineOf(steps, steps);
  let folding = UNTOUCHED;
  for (const [at, isOpen] of toggles) {
    const row = layRows(outline, folding)[at];
    if (row?.isOpen !== undefined) folding = setOpen(outline, folding, row.id, isOpen);
  }
  return folding;
}

/** Keys a row stands for without showing them: a closed fold's iterations and all below closed rows. */
function hiddenKeys(steps: readonly Step[], row: StepsRow): readonly string[] {
  if (row.isOpen !== false) return [];
  const start = row.kind === "fold" ? row.fold.steps.map(({ key }) => key) : [row.step.key];
  const below = new Set(start);
  for (const { key, parentKeys } of steps) if (parentKeys.some((parent) => below.has(parent))) below.add(key);
  if (row.kind === "step") below.delete(row.step.key);
  return [...below];
}

describe("folding", () => {
  it("drops nothing: every step is a row or counted by exactly one closed row above it", () => {
    fc.assert(
      fc.property(anySteps, anyFolding, (steps, toggles) => {
        const rows = layRows(outlineOf(steps, steps), folded(steps, toggles));
        const visible = rows.flatMap((row) => (row.kind === "step" ? [row.step.key] : []));
        expect(new Set(visible).size).toBe(visible.length);
        const all = new Set([...visible, ...rows.flatMap((row) => hiddenKeys(steps, row))]);
        expect(all.size).toBe(steps.length);
        for (const row of rows) {
          if (row.kind === "step") {
            if (row.hidden) expect(row.hidden.count).toBe(hiddenKeys(steps, row).length);
            continue;
          }
          const counted = Object.values(row.counts).reduce((sum, count) => sum + count, 0);
          expect(counted).toBe(row.fold.steps.length);
          expect(counted).toBeGreaterThan(FOLD_ABOVE);
          expect(row.counts.failed).toBe(row.fold.steps.filter(({ phase }) => phase === "failed").length);
        }
      }),
      { numRuns: 10_000 },
    );
  });

  it("stands rows as a tree: unique, each under the nearest row one level up", () => {
    fc.assert(
      fc.property(anySteps, anyFolding, (steps, toggles) => {
        const path: string[] = [];
        const rows = layRows(outlineOf(steps, steps), folded(steps, toggles));
        const isTree = rows.every((row) => {
          const isNext = row.level - 1 <= path.length;
          path.length = row.level - 1;
          return row.under === path[path.length - 1] && path.push(row.id) > 0 && isNext;
        });
        expect([isTree, new Set(rows.map(({ id }) => id)).size]).toEqual([true, rows.length]);
      }),
      { numRuns: 10_000 },
    );
  });

  it("reveals any step, whatever was closed, and unfolds no fold for it", () => {
    fc.assert(
      fc.property(anySteps, anyFolding, fc.nat(69), (steps, toggles, at) => {
        const wanted = steps[at];
        if (!wanted) return;
        const outline = outlineOf(steps, steps);
        const before = folded(steps, toggles);
        const after = reveal(outline, before, wanted.key);
        const rows = layRows(outline, after);
        expect(rows.some(({ id }) => id === rowId(wanted.key))).toBe(true);
        for (const row of rows) if (row.kind === "fold") expect(row.isOpen).toBe(before.opened.get(row.id) ?? false);
      }),
      { numRuns: 10_000 },
    );
  });

  it("keeps every match of a filter as a row or in a fold, under the nearest ancestor that matches", () => {
    fc.assert(
      fc.property(anySteps, (steps) => {
        const shown = steps.filter(({ phase }) => phase !== "succeeded");
        const outline = outlineOf(steps, shown);
        const inOutline = [outline.roots, ...outline.children.values()].flat();
        const keys = inOutline
          .flatMap((item) => ("fold" in item ? item.fold.steps : [item.step]))
          .map(({ key }) => key);
        expect(new Set(keys)).toEqual(new Set(shown.map(({ key }) => key)));
        expect(keys).toHaveLength(shown.length);
        expect([...outline.parents.values()].every((parent) => keys.includes(parent))).toBe(true);
      }),
      { numRuns: 10_000 },
    );
  });

  const loop = (count: number) => [
    step("loop", { title: "Match all" }),
    ...Array.from({ length: count }, (_, index) =>
      step(`i${index}`, {
        title: "Match invoice",
        parentKeys: ["loop"],
        iteration: { index, total: count },
        phase: index % 80 === 40 ? "failed" : "succeeded",
      }),
    ),
    step("end"),
  ];

  it("folds more than 20 iterations into a row that says what became of them", () => {
    const steps = loop(997);
    const rows = layRows(outlineOf(steps, steps), UNTOUCHED);
    expect(rows.map(({ level, kind }) => `${level} ${kind}`)).toEqual(["1 step", "2 fold", "1 step"]);
    expect(rows[1]?.kind === "fold" && foldName(rows[1])).toBe("Match invoice × 997: 985 done, 12 failed");
    const few = loop(FOLD_ABOVE);
    expect(layRows(outlineOf(few, few), UNTOUCHED)).toHaveLength(FOLD_ABOVE + 2);
  });

  it("puts picked iterations back when their fold is closed", () => {
    const steps = loop(100);
    const outline = outlineOf(steps, steps);
    const picked = reveal(outline, UNTOUCHED, "i40");
    expect(layRows(outline, picked).map(({ id }) => id)).toContain("si40");
    const fold = layRows(outline, picked)[1];
    const closed = setOpen(outline, picked, fold?.id ?? "", false);
    expect(layRows(outline, closed)).toHaveLength(3);
  });

  it("counts what a closed row hides, failures too, and names the parent that a filter left out", () => {
    const steps = loop(100);
    const outline = outlineOf(steps, steps);
    const [row] = layRows(outline, setOpen(outline, UNTOUCHED, rowId("loop"), false));
    expect(row).toMatchObject({ isOpen: false, hidden: { count: 100, failed: 1 } });
    const failed = steps.filter(({ phase }) => phase === "failed");
    expect(layRows(outlineOf(steps, failed), UNTOUCHED)).toMatchObject([{ level: 1, within: "Match all" }]);
  });

  it("nests thousands of levels without running out of stack or time", () => {
    const deep = Array.from({ length: 10_000 }, (_, i) => step(`d${i}`, i > 0 ? { parentKeys: [`d${i - 1}`] } : {}));
    const outline = outlineOf(deep, deep);
    expect(layRows(outline, UNTOUCHED).at(-1)?.level).toBe(10_000);
    const ends = deep.filter((_, i) => i === 0 || i > 9_000);
    expect(outlineOf(deep, ends).parents.get("d9001")).toBe("d0");
    expect(reveal(outline, UNTOUCHED, "d9999")).toBe(UNTOUCHED);
  });

  it("tells folds apart whatever the titles are", () => {
    const many = (parent: string | undefined, title: string) =>
      Array.from({ length: 21 }, (_, index) =>
        step(`${parent} ${title} ${index}`, { title, parentKeys: parent ? [parent] : [], iteration: { index } }),
      );
    const steps = [step("abc"), ...many("abc", "x"), ...many(undefined, "3:abc:x"), ...many(undefined, "x")];
    const ids = layRows(outlineOf(steps, steps), UNTOUCHED).map(({ id }) => id);
    expect(new Set(ids).size).toBe(4);
  });
});

describe("words and keys of rows", () => {
  it("say iteration and marks after title and status", () => {
    const one = step("a", { title: "Match", iteration: { index: 3, total: 9 } });
    expect(rowName(one, undefined, ["on the critical path", false])).toBe(
      "Match, Completed, iteration 4 of 9, on the critical path",
    );
  });

  it("say of the past that it is past", () => {
    const counts = {
      pending: 1,
      running: 2,
      waiting: 0,
      succeeded: 0,
      failed: 0,
      cancelled: 0,
      skipped: 0,
      unknown: 0,
    };
    expect(foldParts(counts, "at 1:36").map(({ text }) => text)).toEqual(["2 running at 1:36", "1 pending"]);
  });

  it("fold as trees do", () => {
    const [leaf] = flatRows([step("a")]);
    if (!leaf) throw new Error("no row");
    expect(foldForKey("ArrowRight", leaf)).toBeUndefined();
    expect(foldForKey("ArrowLeft", { ...leaf, under: "sx" })).toBe("leave");
    expect(foldForKey("ArrowLeft", { ...leaf, isOpen: true } as StepsRow)).toBe("close");
    expect(foldForKey("ArrowRight", { ...leaf, isOpen: false } as StepsRow)).toBe("open");
    expect(foldForKey("ArrowRight", { ...leaf, isOpen: true } as StepsRow)).toBe("enter");
    expect(foldForKey("ArrowLeft", leaf)).toBeUndefined();
  });
});
