/** How long a server that stops still listens: until whoever asks whether it is ready knows, and has stopped sending. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createProbes } from "./probes.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const READY = "http://10.0.0.1/readyz";
const RUN = "http://10.0.0.1/api/v1/agents/57/runs/wf_57_run_1?find=/readyz/";

/** Ms until `heard` resolves, when these requests come after so many ms each. */
async function heardAfter(
  probes: ReturnType<typeof createProbes>,
  coming: readonly (readonly [number, string])[],
): Promise<number> {
  const from = Date.now();
  for (const [ms, url] of coming) setTimeout(() => probes.note(url), ms);
  const heard = probes.heard().then(() => Date.now() - from);
  await vi.advanceTimersByTimeAsync(60_000);
  return heard;
}

test("at once where nobody ever asked", async () => {
  const probes = createProbes();
  probes.note(RUN);
  expect(await heardAfter(probes, [])).toBe(0);
});

const every = (ms: number, url: string) => Array.from({ length: 100 }, (_, i) => [ms * i + 10, url] as const);

test.each([
  ["soon after somebody who asks was told", [[100, READY]], 250],
  ["not before somebody asks", [[1_100, READY]], 1_250],
  [
    "not while requests come that were on their way",
    [
      [100, READY],
      [240, RUN],
      [260, RUN],
    ],
    750,
  ],
  ["though it is asked again and again", every(50, READY), 250],
  ["within 2.5 seconds when nobody asks any more", [], 2_500],
  ["within 2.5 seconds when requests keep coming", [[100, READY], ...every(100, RUN)], 2_500],
] as const)("%s", async (_what, coming, ms) => {
  const probes = createProbes();
  probes.note(READY);
  // A timer, and a turn of the loop.
  expect([ms, ms + 1]).toContain(await heardAfter(probes, coming));
});
