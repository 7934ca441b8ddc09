/** A note beside a bar never leaves the plot: what has no room there ends in an ellipsis. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { placeNote } from "./note-place.ts";
import { makeScale, xOf } from "./timeline-scale.ts";

const RUNS = { numRuns: 10_000 };
const scale = makeScale(0, 1_000, 1_000);
const words = fc.string({ maxLength: 70 });
const moment = fc.integer({ min: 0, max: 1_000 });
const room = fc.constantFrom(0, 40, 72);

it("stays within the plot, and beside its bar", () => {
  fc.assert(
    fc.property(words, moment, moment, room, fc.boolean(), (text, a, b, free, isBar) => {
      const [fromAt, toAt] = [Math.min(a, b), Math.max(a, b)];
      const place = placeNote({ text, place: isBar ? "bar" : toAt }, isBar ? { fromAt, toAt } : undefined, scale, free);
      const most = Number(place.maxWidth);
      expect(most).toBeGreaterThanOrEqual(0);
      if (typeof place.left === "number") {
        expect(place.left).toBeGreaterThan(xOf(scale, toAt));
        if (most > 0) expect(place.left + most).toBeLessThanOrEqual(1_000 + Math.max(0, free - 8));
      } else {
        const end = Number(/^calc\(100% - (\d+)px\)$/.exec(place.right ?? "")?.[1]);
        expect(end).toBe(Math.max(0, xOf(scale, isBar ? fromAt : toAt) - 8));
        expect(end - most).toBeGreaterThanOrEqual(0);
      }
    }),
    RUNS,
  );
});

it("takes the side where it fits, right before left, and the wider one where it fits nowhere", () => {
  const sideOf = (length: number, fromAt: number, toAt: number) =>
    "left" in placeNote({ text: "x".repeat(length), place: "bar" }, { fromAt, toAt }, scale, 40) ? "right" : "left";
  expect(sideOf(10, 500, 600)).toBe("right");
  expect(sideOf(10, 500, 1_000)).toBe("left");
  expect(sideOf(64, 200, 700)).toBe("right");
  expect(sideOf(64, 300, 900)).toBe("left");
});

it("ends at the edge of the plot beside a bar that goes on, and at the status left of now", () => {
  const open = placeNote({ text: "last: 503", place: "bar" }, { fromAt: 0, toAt: undefined }, scale, 0);
  expect(open).toEqual({ left: "calc(var(--now) + 8px)", maxWidth: "calc(992px - var(--now))" });
  const pending = placeNote({ text: "after Load order", place: "edge" }, undefined, scale, 0);
  expect(pending).toEqual({ right: "calc(100% - var(--now) + 12px)", maxWidth: "calc(var(--now) + 84px)" });
});
