/** Rows rest while they say the same, however often they are laid; whatever they say otherwise draws them. */
import { expect, test } from "vitest";
import { isSameRow } from "./timeline-same.ts";

const step = { key: "a" };
const row = { kind: "step", id: "sa", level: 1, under: undefined, step, isOpen: undefined, isIteration: false };
const props = { row, index: 3, scale: { width: 10 }, note: { text: "approved", place: "bar" }, isActive: false };

test("a row laid anew with the same step is the same row", () => {
  expect(isSameRow(props, { ...props, row: { ...row }, note: { ...props.note } })).toBe(true);
  const closed = { ...props, row: { ...row, hidden: { count: 2, failed: 0 } } };
  expect(isSameRow(closed, { ...closed, row: { ...row, hidden: { count: 2, failed: 0 } } })).toBe(true);
});

test.each([
  ["its step", { row: { ...row, step: { key: "a" } } }],
  ["its level", { row: { ...row, level: 2 } }],
  ["what it hides", { row: { ...row, hidden: { count: 1, failed: 0 } } }],
  ["its place", { index: 4 }],
  ["the scale", { scale: { width: 10 } }],
  ["its note", { note: { text: "rejected", place: "bar" } }],
  ["having a note", { note: undefined }],
  ["the keyboard", { isActive: true }],
])("another one: %s", (_, change) => {
  expect(isSameRow(props, { ...props, ...change })).toBe(false);
  expect(isSameRow({ ...props, ...change }, props)).toBe(false);
});

test("a count within what it hides", () => {
  const hidden = (failed: number) => ({ ...props, row: { ...row, hidden: { count: 2, failed } } });
  expect(isSameRow(hidden(0), hidden(1))).toBe(false);
});
