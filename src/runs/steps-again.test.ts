/** Outline and rows that were taken over from the last poll are those that come out from the beginning. */
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Phase, Step } from "../contract/step.ts";
import { type LastOutline, type LastRows, outlineAgain, rowsAgain } from "./steps-again.ts";
import { outlineOf, rowId } from "./steps-outline.ts";
import { PHASES, step, stepsFrom } from "./random-steps.ts";
import { layRows, setOpen, UNTOUCHED } from "./steps-rows.ts";

const anySteps = fc
  .array(fc.tuple(fc.nat(9), fc.nat(9), fc.nat(9), fc.constantFrom(...PHASES)), { maxLength: 45, size: "max" })
  .map(stepsFrom);

/** Which step, and what becomes of it: mostly another phase; else another title, parent or iteration, gone, or added. */
const anyEdit = fc.tuple(
  fc.nat(59),
  fc.constantFrom("phase", "phase", "phase", "title", "parent", "single", "gone", "added"),
);
type Edit = readonly [at: number, what: string];

function edited(steps: readonly Step[], edits: readonly Edit[]): readonly Step[] {
  let next = steps;
  for (const [at, what] of edits) {
    const old = next[at % Math.max(1, next.length)];
    if (!old) continue;
    const place = next.indexOf(old);
    const phase: Phase = old.phase === "failed" ? "succeeded" : "failed";
    if (what === "gone") next = next.toSpliced(place, 1);
    else if (what === "added") next = [...next, step(`new${next.length}${at}`)];
    else if (what === "title") next = next.with(place, { ...old, title: "renamed" });
    else if (what === "parent") next = next.with(place, { ...old, parentKeys: place > 0 ? [next[0]?.key ?? ""] : [] });
    else if (what === "single") next = next.with(place, { ...old, iteration: undefined } as unknown as Step);
    else next = next.with(place, { ...old, phase });
  }
  return next;
}

const anyPolls = fc.array(fc.array(anyEdit, { maxLength: 2 }), { minLength: 1, maxLength: 2 });
const anyFilter = fc.constantFrom<(step: Step) => boolean>(
  () => true,
  ({ phase }) => phase !== "succeeded",
  ({ key }) => key.endsWith("1") || key.endsWith("5"),
);

it("gives from poll to poll what the same steps give at first, whatever changed, was closed or is filtered out", () => {
  fc.assert(
    fc.property(
      anySteps,
      anyPolls,
      fc.array(fc.tuple(fc.nat(9), fc.boolean())),
      anyFilter,
      (first, polls, toggles, isShown) => {
        let steps: readonly Step[] = first;
        let lastOutline: LastOutline | undefined;
        let lastRows: LastRows | undefined;
        let folding = UNTOUCHED;
        for (const edits of [[], ...polls]) {
          steps = edited(steps, edits);
          const filtered = steps.filter(isShown);
          const shown = filtered.length === steps.length ? steps : filtered;
          const outline = outlineAgain(lastOutline, steps, shown);
          expect(outline).toEqual(outlineOf(steps, shown));
          const rows = rowsAgain(lastRows, outline, folding);
          expect(rows).toEqual(layRows(outline, folding));
          lastOutline = { steps, outline };
          lastRows = { outline, folding, rows };
          if (edits.length > 0) continue;
          for (const [at, isOpen] of toggles) {
            const row = layRows(outline, folding)[at];
            if (row?.isOpen !== undefined) folding = setOpen(outline, folding, row.id, isOpen);
          }
        }
      },
    ),
    { numRuns: 10_000 },
  );
});

it("takes over the rows of steps that did not change", () => {
  const steps = Array.from({ length: 30 }, (_, i) => step(`k${i}`));
  const outline = outlineOf(steps, steps);
  const rows = layRows(outline, UNTOUCHED);
  const next = steps.with(4, step("k4", { phase: "failed" }));
  const again = outlineAgain({ steps, outline }, next, next);
  const rowsNext = rowsAgain({ outline, folding: UNTOUCHED, rows }, again, UNTOUCHED);
  expect(rowsNext.flatMap((row, i) => (row === rows[i] ? [] : [row.id]))).toEqual([rowId("k4")]);
});
