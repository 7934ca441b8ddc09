// @vitest-environment happy-dom
/** Saved views: what is kept comes back as it was, and what this browser holds that is not ours is never lost. */
import fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import { STATUSES, TIMEFRAMES, TRIGGERS } from "./runs-place.ts";
import { keepViews, NAME_MAX, nameFault, readViews, type SavedView, writeViews } from "./saved-views.ts";

afterEach(() => {
  vi.unstubAllGlobals();
  localStorage.clear();
});

const views: fc.Arbitrary<SavedView[]> = fc.uniqueArray(
  fc.record({
    name: fc
      .string({ minLength: 1, maxLength: 12, unit: "grapheme" })
      .filter((name) => nameFault(name, []) === undefined),
    filters: fc
      .record({
        status: fc.constantFrom(...STATUSES),
        timeframe: fc.constantFrom(...TIMEFRAMES),
        scope: fc.constantFrom("all" as const, "mine" as const),
        trigger: fc.constantFrom(...TRIGGERS),
      })
      .map((one) => (one.status === "awaiting_human" ? one : { ...one, scope: "all" as const })),
  }),
  { maxLength: 8, selector: ({ name }) => name.trim() },
);

test("views that are written are read as they were, with whatever else stood beside them", () => {
  const others = fc.array(fc.jsonValue(), { maxLength: 4 }).map((all) => all.filter((one) => !isView(one)));
  const property = fc.property(views, others, (kept, beside) => {
    const before = { views: kept, others: JSON.parse(JSON.stringify(beside)) as unknown[] };
    expect(readViews(writeViews(before))).toEqual(before);
  });
  fc.assert(property, { numRuns: 10_000 });
});

function isView(value: unknown): boolean {
  return typeof value === "object" && value !== null && "name" in value && "query" in value;
}

test("no text is a reason to fail, and a page token is no part of a view", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      const read = readViews(text);
      return read === undefined || Array.isArray(read.views);
    }),
    { numRuns: 10_000 },
  );
  const text = JSON.stringify([{ name: "Old", query: "status=error&pageToken=x&timeframe=never" }]);
  expect(readViews(text)?.views[0]?.filters).toEqual({
    status: "error",
    timeframe: "any",
    scope: "all",
    trigger: "any",
  });
});

test("what cannot be read is set aside before it is written over", () => {
  localStorage.setItem("runlight.views", "{ broken");
  expect(keepViews([])).toBe(true);
  expect(localStorage.getItem("runlight.views.unread")).toBe("{ broken");
  expect(localStorage.getItem("runlight.views")).toBe("[]");
});

test("a browser that keeps nothing is said to, and nothing changes", () => {
  const setItem = () => {
    throw new DOMException("full", "QuotaExceededError");
  };
  vi.stubGlobal("localStorage", { getItem: () => null, setItem });
  expect(keepViews([])).toBe(false);
});

test("a name is needed, is short, and belongs to one view; there is an end to their number", () => {
  const [one] = readViews(JSON.stringify([{ name: "Failed", query: "status=error" }]))?.views ?? [];
  const others = one ? [one] : [];
  expect(nameFault("  ", others)).toBe("A view needs a name.");
  expect(nameFault("x".repeat(NAME_MAX + 1), others)).toMatch(/at most 40/);
  expect(nameFault(" Failed ", others)).toBe("There is a view of that name.");
  expect(nameFault("Failed today", others)).toBeUndefined();
  expect(nameFault("Another", Array.from({ length: 20 }, () => others).flat())).toMatch(/delete one first/);
});
