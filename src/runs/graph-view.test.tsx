// @vitest-environment happy-dom
/** The graph by role and name: what its cards say, where keys lead, what pressing one does. */
import { act, cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import { useEffect, useState } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Payload } from "../contract/payload.ts";
import { readSteps } from "../contract/read-steps.ts";
import type { Step } from "../contract/step.ts";
import { createRouter } from "../ui/router-state.ts";
import { Routed } from "../ui/router.tsx";
import { Graph } from "./graph-view.tsx";
import { FOLD_ABOVE } from "./steps-outline.ts";

type Node = Record<string, unknown>;
const stepsOf = (nodes: readonly Node[], before?: readonly Step[]) =>
  readSteps(new Payload(JSON.stringify(nodes)), before);
const NODES: readonly Node[] = [
  { id: "load", name: "Load order", status: "completed", durationMs: 820 },
  { id: "fraud", name: "Check fraud", status: "failed", dependsOn: ["load"] },
  { id: "photos", name: "Inspect photos", status: "running", dependsOn: ["load"] },
  {
    id: "reply",
    name: "Reply\u202e",
    status: "pending",
    dependsOn: ["fraud", "photos"],
    when: { node: "fraud", branch: "ok" },
  },
];
const picked = vi.fn();

function show(steps: readonly Step[], more: Partial<Parameters<typeof Graph>[0]> = {}) {
  let change: ((props: typeof more) => void) | undefined;
  function Held() {
    const [props, setProps] = useState(more);
    useEffect(() => {
      change = setProps;
    }, []);
    return (
      <Graph
        steps={steps}
        rows={steps}
        critical={new Set()}
        selectedKey={undefined}
        onSelect={picked}
        clockOffsetMs={0}
        seenAt={undefined}
        {...props}
      />
    );
  }
  window.history.replaceState(null, "", "/agents/57/runs/wf_57_run_1?view=graph");
  render(
    <Routed router={createRouter([{ path: "/agents/:agentId/runs/:runId", Page: Held }])}>
      <Held />
    </Routed>,
  );
  return { again: (props: typeof more) => act(() => change?.(props)) };
}

const card = (name: RegExp) =>
  within(screen.getByRole("group", { name: "Steps as a graph" })).getByRole("button", { name });
const placeOf = (name: RegExp) => [card(name).style.left, card(name).style.top].join(" ");

beforeEach(() => {
  picked.mockReset();
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: vi.fn(), removeEventListener: vi.fn() }));
  Element.prototype.scrollIntoView = vi.fn();
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

test("a card begins with the title, says its status, and what it is linked to", () => {
  show(stepsOf(NODES));
  expect(card(/^Load order, Completed, 0\.82 s$/)).toBeTruthy();
  expect(card(/^Check fraud, Failed$/)).toBeTruthy();
  const reply = card(/^Reply.*, Pending$/);
  expect(reply.textContent).toContain("U+202E");
  expect(reply.textContent).toContain("ok");
  fireEvent.focus(reply);
  const words = document.querySelector(`[id="${reply.getAttribute("aria-describedby")}"]`);
  expect(words?.textContent).toContain("After Check fraud, Inspect photos");
});

test("arrows follow the links and go to neighbours; only one card is a tab stop", () => {
  show(stepsOf(NODES));
  card(/^Load order/).focus();
  const go = (key: string) => {
    fireEvent.keyDown(document.activeElement!, { key });
    return document.activeElement?.getAttribute("aria-label");
  };
  expect(go("ArrowDown")).toBe("Check fraud, Failed");
  expect(go("ArrowRight")).toBe("Inspect photos, Running");
  expect(go("ArrowRight")).toBe("Inspect photos, Running");
  expect(go("ArrowDown")).toMatch(/^Reply/);
  expect(go("ArrowUp")).toMatch(/^(Check fraud|Inspect photos)/);
  expect(go("Home")).toMatch(/^Load order/);
  expect(go("End")).toMatch(/^Reply/);
  const stops = screen.getAllByRole("button").filter((one) => one.dataset["node"] !== undefined && one.tabIndex === 0);
  expect(stops).toEqual([document.activeElement]);
  expect(picked).not.toHaveBeenCalled();
});

test("pressing a card picks its step; with the inspector open it follows the keyboard", () => {
  const steps = stepsOf(NODES);
  show(steps, { selectedKey: steps[0]!.key });
  expect(card(/^Load order/).getAttribute("aria-pressed")).toBe("true");
  fireEvent.click(card(/^Check fraud/));
  expect(picked).toHaveBeenLastCalledWith(steps[1]!.key, { isQuiet: false });
  card(/^Load order/).focus();
  fireEvent.keyDown(card(/^Load order/), { key: "ArrowDown" });
  expect(picked).toHaveBeenLastCalledWith(steps[1]!.key, { isQuiet: true });
});

test("marked and left-out steps say so; nothing is removed", () => {
  const steps = stepsOf(NODES);
  show(steps, { rows: steps.slice(0, 1), critical: new Set([steps[0]!.key]) });
  expect(card(/^Load order, .*on the critical path$/)).toBeTruthy();
  expect(card(/^Check fraud, Failed, left out by the filters$/)).toBeTruthy();
  expect(screen.getByText("critical path")).toBeTruthy();
});

test("many iterations are one card that leads to them", async () => {
  const count = FOLD_ABOVE + 3;
  const nodes = Array.from({ length: count }, (_, i) => ({
    id: `m${i}`,
    name: "Match",
    iteration: i,
    parentId: "load",
    status: i < 2 ? "failed" : "completed",
  }));
  show(stepsOf([NODES[0]!, ...nodes]));
  fireEvent.click(card(new RegExp(`^Match × ${count}: ${count - 2} done, 2 failed`)));
  await waitFor(() => expect(window.location.search).toBe("?view=table&find=Match"));
  expect(picked).not.toHaveBeenCalled();
});

test("without links it says that the order is as sent", () => {
  show(stepsOf([{ id: "a" }, { id: "b" }]));
  expect(screen.getByText("The steps name no links; the order is as sent.")).toBeTruthy();
});

test("states of the past do not tick, and say when", () => {
  show(stepsOf(NODES), { seenAt: "at 1:36" });
  expect(card(/^Inspect photos, Running at 1:36$/)).toBeTruthy();
});

test("a poll that changes states moves nothing; one that adds a step keeps the others' cards", () => {
  const steps = stepsOf(NODES);
  const { again } = show(steps);
  const before = [placeOf(/^Load order/), placeOf(/^Check fraud/), placeOf(/^Inspect photos/)];
  const kept = card(/^Load order/);
  const later = stepsOf(
    NODES.map((node) => ({ ...node, status: "completed" })),
    steps,
  );
  again({ steps: later, rows: later });
  expect(card(/^Check fraud, Completed/)).toBeTruthy();
  expect([placeOf(/^Load order/), placeOf(/^Check fraud/), placeOf(/^Inspect photos/)]).toEqual(before);
  const more = stepsOf([...NODES, { id: "new", name: "Another", dependsOn: ["load"] }], later);
  again({ steps: more, rows: more });
  expect(card(/^Another/)).toBeTruthy();
  expect(card(/^Load order/)).toBe(kept);
});

test("keys and buttons zoom; the whole graph fits at first", () => {
  show(stepsOf(NODES));
  const said = () => screen.getByRole("group", { name: "Zoom" }).textContent;
  expect(said()).toContain("100%");
  fireEvent.keyDown(card(/^Load order/), { key: "+" });
  expect(said()).toContain("125%");
  fireEvent.click(screen.getByRole("button", { name: "Zoom out" }));
  fireEvent.click(screen.getByRole("button", { name: "Zoom out" }));
  expect(said()).toContain("80%");
  fireEvent.keyDown(card(/^Load order/), { key: "0" });
  expect(said()).toContain("100%");
});

test("10,000 steps are laid out in slices and drawn by few elements", async () => {
  const nodes = Array.from({ length: 10_000 }, (_, i) => ({
    id: `n${i}`,
    dependsOn: i < 50 ? [] : [`n${i - 50}`, `n${i - 1}`],
  }));
  show(stepsOf(nodes));
  expect(screen.getByText("Laying out 10,000 steps…")).toBeTruthy();
  const group = await screen.findByRole("group", { name: "Steps as a graph" }, { timeout: 20_000 });
  expect(group.querySelectorAll("*").length).toBeLessThan(400);
  expect(group.querySelectorAll("[data-node]").length).toBeGreaterThan(0);
});
