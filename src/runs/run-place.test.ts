/** The URL holds everything picked, and nothing in it can break the page. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { patched, readPlace } from "./run-place.ts";
import { rowForKey } from "./steps-keys.ts";

const UUID = "00000089-4a2b-4c3d-8e4f-5a6b7c8d9e0f";
const place = (query: string, run = "wf_57_run_89", agent = "57") => readPlace(agent, run, new URLSearchParams(query));

describe("place", () => {
  it("reads what a person picked", () => {
    const read = place(
      `temporalRunId=${UUID}&step=n3&view=table&tab=error&sort=-duration&find=load&phase=failed,nonsense,running`,
    );
    expect(read).toMatchObject({
      agentId: 57,
      workflowId: "wf_57_run_89",
      temporalRunId: UUID,
      step: "n3",
      view: "table",
    });
    expect(read).toMatchObject({ tab: "error", sort: "-duration", find: "load" });
    expect([...read.phases]).toEqual(["failed", "running"]);
    expect(read.fault).toBeUndefined();
  });

  it("takes a composite id apart", () => {
    expect(place("", `wf_57_run_89:${UUID}`)).toMatchObject({ workflowId: "wf_57_run_89", temporalRunId: UUID });
  });

  it.each([
    [place("", "wf_57_run_89", "refund"), "number"],
    [place("", "../secret"), "cannot be asked"],
    [place("temporalRunId=latest"), "UUID"],
  ])("names what is wrong with a link", (read, words) => {
    expect(read.fault).toContain(words);
  });

  it("tells a closed inspector from no choice", () => {
    expect(place("").step).toBeUndefined();
    expect(place("step=").step).toBe("");
    expect(patched(new URLSearchParams("step=a&tab=raw"), { step: "", tab: undefined }).toString()).toBe("step=");
  });

  it("leaves defaults and cleared filters out of the URL, and the rest alone", () => {
    const before = new URLSearchParams("find=x&view=table&other=1");
    expect(patched(before, { find: "", view: "timeline" }).toString()).toBe("other=1");
    expect(patched(before, { phase: "failed" }).toString()).toBe("find=x&view=table&other=1&phase=failed");
  });

  it("reads the view, what is left and whether the critical path is marked; anything else is the default", () => {
    expect(place("view=graph&only=unfinished&critical=1")).toMatchObject({
      view: "graph",
      isOnlyUnfinished: true,
      isCriticalMarked: true,
    });
    expect(place("view=toString&only=1&critical=yes")).toMatchObject({
      view: "timeline",
      isOnlyUnfinished: false,
      isCriticalMarked: false,
    });
    expect(patched(new URLSearchParams("only=unfinished&critical=1"), { only: "", critical: "" }).toString()).toBe("");
  });

  it("reads back what it wrote, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: "grapheme" }), fc.string({ minLength: 1 }), (step, find) => {
        const read = place(new URLSearchParams(patched(new URLSearchParams(), { step, find }).toString()).toString());
        expect([read.step, read.find]).toEqual([step.toWellFormed(), find.toWellFormed()]);
      }),
      { numRuns: 10_000 },
    );
  });
});

describe("keys", () => {
  it("never leave the rows", () => {
    const key = fc.constantFrom("ArrowDown", "ArrowUp", "PageDown", "PageUp", "Home", "End");
    fc.assert(
      fc.property(key, fc.nat(10_000), fc.integer({ min: 1, max: 10_001 }), (k, from, count) => {
        const to = rowForKey(k, Math.min(from, count - 1), count);
        expect(to).toBeGreaterThanOrEqual(0);
        expect(to).toBeLessThan(count);
      }),
      { numRuns: 10_000 },
    );
    expect(rowForKey("ArrowDown", 0, 0)).toBeUndefined();
    expect(rowForKey("toString", 0, 3)).toBeUndefined();
  });
});
