// @vitest-environment happy-dom
/** Many steps: what is shown while only the first are read says so, and all come once the first view is painted. */
import { cleanup, render, renderHook, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { readFirstSteps } from "../contract/read-steps.ts";
import { parseRun } from "../contract/run.ts";
import { createRouter } from "../ui/router-state.ts";
import { Routed } from "../ui/router.tsx";
import { useRunPlace } from "./run-place.ts";
import { StepsSection } from "./steps-section.tsx";
import { frameOf } from "./timeline-frame.ts";
import { useStepsSoon } from "./use-steps-soon.ts";

const COUNT = 2_500;
const nodes = Array.from({ length: COUNT }, (_, i) => ({ id: `n${i}`, name: `Step ${i}`, status: "completed" }));
const open = () => {
  const times = { startedAt: "2026-06-12T09:30:00Z", endedAt: "2026-06-12T09:40:00Z" };
  return parseRun(JSON.stringify({ workflowId: "w", status: "completed", ...times, workflowNodes: nodes }));
};

afterEach(cleanup);

test("the first steps at once, all of them after the first view", async () => {
  const run = open();
  if (run.workflowNodes) readFirstSteps(run.workflowNodes, 48);
  const hook = renderHook(({ isPainted }) => useStepsSoon(run, isPainted), { initialProps: { isPainted: false } });
  const first = hook.result.current;
  expect(first.total).toBe(COUNT);
  expect(first.steps.length).toBeLessThan(100);
  hook.rerender({ isPainted: true });
  await waitFor(() => expect(hook.result.current.total).toBeUndefined());
  expect(hook.result.current.steps).toHaveLength(COUNT);
  expect(hook.result.current.steps[0]).toBe(first.steps[0]);
});

test("all at once where nothing was read first", () => {
  const run = open();
  const { result } = renderHook(() => useStepsSoon(run, false));
  expect(result.current).toEqual({ steps: expect.objectContaining({ length: COUNT }) });
});

function Page() {
  const [place, change] = useRunPlace();
  const run = open();
  if (run.workflowNodes) readFirstSteps(run.workflowNodes, 48);
  const { steps, total } = useStepsSoon(run, false);
  return (
    <StepsSection
      run={run}
      steps={steps}
      total={total}
      frame={frameOf(run, steps, undefined)}
      place={place}
      change={change}
      selectedKey={undefined}
      onSelect={() => undefined}
      clockOffsetMs={0}
    />
  );
}

test("no count is given before all are read, none is filtered out, and the room of all is there", () => {
  window.history.replaceState(null, "", "/agents/1/runs/w?phase=failed");
  render(
    <Routed router={createRouter([{ path: "/agents/:agentId/runs/:runId", Page }])}>
      <Page />
    </Routed>,
  );
  expect(screen.getByText("Counting the steps…")).toBeDefined();
  expect(screen.queryByRole("button", { name: /completed|failed/ })).toBeNull();
  expect(screen.queryByText(/^None of/)).toBeNull();
  expect(screen.getByRole("treegrid", { name: "Steps" }).getAttribute("aria-rowcount")).toBe(String(COUNT + 1));
  expect(screen.getByRole("row", { name: /^Step 0/ })).toBeDefined();
});
