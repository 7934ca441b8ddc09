/** What watching costs: time and bytes of a poll, of a run that changed and of one that did not. Measures, judges nothing. */
import { expect } from "@playwright/test";
import { test } from "../server.ts";

const POLLS = 500;
const STEPS = [40, 1_000, 10_000] as const;

for (const n of STEPS) {
  test(`a run of ${n} steps, ${POLLS} polls`, async ({ server }) => {
    test.setTimeout(180_000);
    const { workflowId } = await server.startRun(63, { n });
    const path = `/api/v1/agents/63/runs/${workflowId}`;
    const isFinal = async () => (await (await server.get(path)).text()).includes('"source":"history"');
    await expect.poll(isFinal, { timeout: 120_000, intervals: [500] }).toBe(true);

    const whole = await poll(() => server.get(path), 20);
    const etag = whole.etag;
    const unchanged = await poll(() => server.get(path, { "if-none-match": etag }), POLLS);
    expect(unchanged.status).toBe(304);
    console.log(`${n} steps: whole answer ${describe(whole)}; unchanged ${describe(unchanged)}`);
  });
}

interface Measured {
  readonly status: number;
  readonly etag: string;
  readonly bytes: number;
  /** Ascending. */
  readonly timesMs: readonly number[];
}

async function poll(ask: () => Promise<Response>, times: number): Promise<Measured> {
  const timesMs: number[] = [];
  let last = { status: 0, etag: "", bytes: 0 };
  for (let i = 0; i < times; i++) {
    const startedAt = performance.now();
    const response = await ask();
    const { byteLength } = await response.arrayBuffer();
    timesMs.push(performance.now() - startedAt);
    last = { status: response.status, etag: response.headers.get("etag") ?? "", bytes: byteLength };
  }
  return { ...last, timesMs: timesMs.sort((a, b) => a - b) };
}

function describe({ bytes, timesMs }: Measured): string {
  const at = (share: number) => (timesMs[Math.floor((timesMs.length - 1) * share)] ?? 0).toFixed(1);
  return `${bytes} bytes before encoding, p50 ${at(0.5)} ms, p95 ${at(0.95)} ms`;
}
