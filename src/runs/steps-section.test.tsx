// @vitest-environment happy-dom
/** The steps by role and name: folds, nesting, filters, failures, the critical path, and a graph that does not come. */
import { cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { readSteps } from "../contract/read-steps.ts";
import { parseRun } from "../contract/run.ts";
import { createRouter } from "../ui/router-state.ts";
import { Routed } from "../ui/router.tsx";
import { LaterTable } from "./run-parts.ts";
import { useRunPlace } from "./run-place.ts";
import { StepsSection } from "./steps-section.tsx";
import { frameOf } from "./timeline-frame.ts";

const graph = vi.hoisted(() => ({ isBroken: false }));
vi.mock("./graph-view.tsx", () => ({
  Graph: () => {
    if (graph.isBroken) throw new Error("Failed to fetch dynamically imported module");
    return <p>The graph</p>;
  },
}));

const at = (second: number) => new Date(Date.UTC(2026, 5, 12, 9, 30, second)).toISOString();
const node = (id: string, name: string, from: number, to: number, over: object = {}) => ({
  ...{ id, name, type: "tool", status: "completed", startedAt: at(from), endedAt: at(to) },
  ...over,
});
const COUNT = 30;
const NODES = [
  node("plan", "Plan", 0, 2),
  node("loop", "Match all", 2, 40, { dependsOn: ["plan"], status: "running", endedAt: undefined }),
  ...Array.from({ length: COUNT }, (_, iteration) =>
    node(`i${iteration}`, "Match invoice", 2 + iteration, 4 + iteration, {
      ...{ parentId: "loop", iteration, total: COUNT },
      ...(iteration % 10 === 7 && { status: "failed" }),
    }),
  ),
  { id: "post", name: "Post the matches", type: "tool", status: "pending", dependsOn: ["loop"] },
];
const run = parseRun(
  JSON.stringify({
    ...{ id: "wf_63_run_1", workflowId: "wf_63_run_1", agentId: 63, agentName: "Matcher", agentType: "workflow" },
    ...{ status: "running", source: "live-query", startedAt: at(0), workflowNodes: NODES },
  }),
);
const steps = readSteps(run.workflowNodes);

function Page() {
  const [place, change] = useRunPlace();
  return (
    <StepsSection
      run={run}
      steps={steps}
      total={undefined}
      frame={frameOf(run, steps, Date.parse(at(41)))}
      place={place}
      change={change}
      selectedKey={place.step || undefined}
      onSelect={(key, how) => change({ step: key }, how)}
      clockOffsetMs={0}
    />
  );
}

function open(query = "") {
  window.history.replaceState(null, "", `/agents/63/runs/wf_63_run_1${query}`);
  render(
    <Routed router={createRouter([{ path: "/agents/:agentId/runs/:runId", Page }])}>
      <Page />
    </Routed>,
  );
}

const names = () =>
  within(screen.getByRole("treegrid", { name: "Steps" }))
    .getAllByRole("row")
    .flatMap((row) => row.getAttribute("aria-label") ?? []);
const row = (name: RegExp) => screen.getByRole("row", { name });
const FOLD = /^Match invoice × 30: 27 done, 3 failed$/;

// A page at rest has fetched it; what a part does that is not there yet, its own test says.
beforeAll(async () => {
  LaterTable.preload();
  await import("./steps-table.tsx");
  await new Promise((resolve) => setTimeout(resolve));
});
beforeEach(() => {
  graph.isBroken = false;
  window.scrollBy = () => undefined;
  Element.prototype.scrollIntoView = () => undefined;
});
afterEach(cleanup);

/** At first the rows that fit on the screen, and once they are painted four beyond. */
async function expectRowsBeyond() {
  const fitting = Math.ceil((window.innerHeight - 240) / 36);
  expect(names().length).toBeGreaterThanOrEqual(fitting);
  await vi.waitFor(() => expect(names().length).toBeGreaterThanOrEqual(fitting + 4));
}

describe("folds", () => {
  it("stand for their iterations, and open and close by a press or a key", async () => {
    open();
    expect(names()).toHaveLength(4);
    expect(row(FOLD).getAttribute("aria-expanded")).toBe("false");
    expect(row(FOLD).getAttribute("aria-level")).toBe("2");
    fireEvent.click(row(FOLD));
    expect(row(/^Match invoice, Completed, iteration 1 of 30/).getAttribute("aria-level")).toBe("3");
    fireEvent.keyDown(row(FOLD), { key: "ArrowLeft" });
    expect(names()).toHaveLength(4);
    fireEvent.keyDown(row(FOLD), { key: "Enter" });
    await expectRowsBeyond();
  });

  it("keep a picked iteration in sight, and their state in the other view", () => {
    open("?step=i17");
    expect(row(/^Match invoice, Failed, iteration 18 of 30/).getAttribute("aria-selected")).toBe("true");
    expect(names()).toHaveLength(5);
    fireEvent.click(screen.getByRole("radio", { name: "Table" }));
    expect(names()).toHaveLength(5);
    fireEvent.click(screen.getByRole("button", { name: "Close Match all" }));
    expect(row(/^Match all, Running at .*30 steps within, 3 failed/).getAttribute("aria-expanded")).toBe("false");
    fireEvent.click(screen.getByRole("radio", { name: "Timeline" }));
    expect(names()).toHaveLength(3);
  });

  it("lead to their failures", () => {
    open();
    fireEvent.click(screen.getByRole("button", { name: "3 failed: show only failed steps of Match invoice" }));
    expect(window.location.search).toBe("?phase=failed&find=Match+invoice");
    expect(names()).toHaveLength(3);
    expect(names()[0]).toContain("in Match all");
  });
});

describe("toolbar", () => {
  it("walks from failure to failure and begins again", () => {
    open();
    const jump = (name: RegExp) => fireEvent.click(screen.getByRole("button", { name }));
    const seen: string[] = [];
    for (const name of [/^First failure/, /^Next failure, 1 of 3/, /^Next failure, 2 of 3/, /^Next failure, 3 of 3/]) {
      jump(name);
      seen.push(window.location.search);
    }
    expect(seen).toEqual(["?step=i7", "?step=i17", "?step=i27", "?step=i7"]);
    expect(row(/^Match invoice, Failed, iteration 8 of 30/).getAttribute("aria-selected")).toBe("true");
  });

  it("shows only what has not ended, in the URL", () => {
    open();
    fireEvent.click(screen.getByRole("button", { name: "Only unfinished" }));
    expect(window.location.search).toBe("?only=unfinished");
    expect(names().map((name) => name.split(",")[0])).toEqual(["Match all", "Post the matches"]);
  });

  it("marks the critical path in the names of rows, in both views", async () => {
    open("?critical=1");
    await vi.waitFor(() => expect(row(/^Plan,.*on the critical path/)).toBeTruthy());
    fireEvent.click(screen.getByRole("radio", { name: "Table" }));
    expect(row(/^Plan,.*on the critical path/)).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Critical path" }));
    expect(names().some((name) => name.includes("critical"))).toBe(false);
  });

  it("zooms the time axis and fits it again", async () => {
    open();
    const fit = () => screen.getByRole("button", { name: /^Fit/ });
    expect(fit().getAttribute("aria-disabled")).toBe("true");
    fireEvent.click(screen.getByRole("button", { name: "Zoom in" }));
    expect(fit().getAttribute("aria-label")).toBe("Fit, zoomed 2×");
    // Keys come after the first view; this one does the same however often it is pressed.
    await vi.waitFor(() => {
      fireEvent.keyDown(row(FOLD), { key: "0" });
      expect(fit().getAttribute("aria-disabled")).toBe("true");
    });
    fireEvent.keyDown(row(FOLD), { key: "+" });
    fireEvent.keyDown(row(FOLD), { key: "+" });
    expect(fit().textContent).toBe("4×");
    fireEvent.keyDown(row(FOLD), { key: "0" });
    expect(fit().getAttribute("aria-disabled")).toBe("true");
  });

  it("sorts every iteration into the table, nothing folded", async () => {
    open("?view=table&sort=-duration");
    expect(names().some((name) => name.includes("×"))).toBe(false);
    await expectRowsBeyond();
  });
});

describe("graph", () => {
  it("comes when wanted", async () => {
    open();
    fireEvent.click(screen.getByRole("radio", { name: "Graph" }));
    expect(await screen.findByText("The graph")).toBeTruthy();
  });

  it("says when it cannot be loaded, and tries again", async () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    graph.isBroken = true;
    open("?view=graph");
    expect((await screen.findByRole("alert")).textContent).toContain("could not be loaded");
    expect(screen.getByRole("radio", { name: "Table" })).toBeTruthy();
    graph.isBroken = false;
    fireEvent.click(screen.getByRole("button", { name: "Retry" }));
    expect(await screen.findByText("The graph")).toBeTruthy();
  });
});
