/** Row 03, polled: how fast a page sees a new state where no request is held, and where the server itself has to poll. */
import { type Browser, expect, type Page } from "@playwright/test";
import { quantile } from "../bench/report.ts";
import type { FaultProxy } from "../fault-proxy.ts";
import { startModusServer } from "../modus-server.ts";
import { openViewer, readSeen, spreadOf } from "./change-times.ts";
import { figure } from "./figure.ts";
import { AGENT, runAnswer } from "./run-answers.ts";
import { test } from "./run-page.ts";

const STEPS = 40;
const CHANGES = 20;
const VIEWERS = 5;
/** Two seconds, a fifth more or less; five for a run that waits for a person. */
const POLLED_MS = 2_600;
const WAITING_MS = 6_500;
/** An upstream is asked by the same rule, and its news are held requests' news. */
const MODUS_MS = 2_400 + 300;
const SEEN_MS = 300;

interface Viewed {
  readonly page: Page;
  readonly run: string;
  /** Epoch ms of each change; the first one is a step that was over before. */
  readonly changedAt: number[];
  /** Apart by at least this, so that each is seen by itself. */
  readonly everyMs: number;
}

const pollOf = (run: string): RegExp => new RegExp(`^GET /api/v1/agents/${AGENT}/runs/${run}(?:\\?|$)`);

/** Runs whose steps end when `changedAt` says so, each with a page on it. */
async function openAll(
  browser: Browser,
  faults: FaultProxy,
  origin: string,
  kinds: readonly ("running" | "awaiting_human")[],
): Promise<Viewed[]> {
  const startedAt = new Date().toISOString();
  const views = await Promise.all(
    kinds.map(async (status, i): Promise<Viewed> => {
      const run = `wf_${AGENT}_run_${100 + i}`;
      const changedAt = [Date.now()];
      const nodes = () =>
        Array.from({ length: STEPS }, (_, n) => ({
          id: `s${n}`,
          name: `Step ${n}`,
          status: n < changedAt.length ? "completed" : n === changedAt.length ? "running" : "pending",
          startedAt,
        }));
      const text = () =>
        runAnswer({ id: `${run}:x`, workflowId: run, temporalRunId: "x", status, startedAt, workflowNodes: nodes() });
      faults.use(pollOf(run), { kind: "answer", text });
      return { page: await openViewer(browser), run, changedAt, everyMs: status === "running" ? 2_700 : 6_500 };
    }),
  );
  for (const { page, run } of views) {
    await page.goto(`${origin}/agents/${AGENT}/runs/${run}`);
    await expect(page.getByRole("status", { name: "Live updates" })).toContainText("Live");
  }
  return views;
}

/** Ms to the frame that showed each change: from the change, and from the request that could see it. */
async function change({ page, run, changedAt, everyMs }: Viewed, faults: FaultProxy, salt: number) {
  const changes = everyMs < POLLED_MS + 1_000 ? CHANGES : CHANGES / 2;
  for (let i = 1; i <= changes; i++) {
    // Changes must fall anywhere between two polls: waiting for an event would put them all at one place.
    await page.waitForTimeout(everyMs + ((i * 397 + salt * 173) % 1_000));
    changedAt.push(Date.now());
  }
  await page.waitForFunction(
    (count) => (globalThis as unknown as { seenAt: Record<string, number> }).seenAt[count] !== undefined,
    changedAt.length,
    { timeout: 15_000 },
  );
  const seen = await readSeen(page);
  await page.context().close();
  const asked = faults.seen.filter(({ path }) => pollOf(run).test(`GET ${path}`));
  return changedAt.slice(1).map((at, i) => {
    const askedAt = asked.find((request) => request.at >= at)?.at ?? Number.NaN;
    const seenAt = seen[String(i + 2)] ?? Number.NaN;
    return { toPixelMs: seenAt - at, afterMs: seenAt - askedAt };
  });
}

const pixels = (changes: readonly { readonly toPixelMs: number }[]): number[] => changes.map((one) => one.toPixelMs);

test("row 03: A new state is seen fast (a server that holds nothing)", async ({ browser, faults }, info) => {
  test.setTimeout(180_000);
  const kinds = Array.from({ length: VIEWERS + 2 }, (_, i) =>
    i < VIEWERS ? ("running" as const) : ("awaiting_human" as const),
  );
  const views = await openAll(browser, faults, faults.url, kinds);
  const all = await Promise.all(views.map((view, i) => change(view, faults, i)));
  const [running, waiting] = [all.slice(0, VIEWERS).flat(), all.slice(VIEWERS).flat()];
  figure(
    info,
    `${running.length} changes, polled: ${spreadOf(pixels(running))}; ${waiting.length} awaiting approval: ${spreadOf(pixels(waiting))}`,
  );
  expect(quantile(pixels(running), 0.95)).toBeLessThanOrEqual(POLLED_MS);
  expect(quantile(pixels(waiting), 0.95)).toBeLessThanOrEqual(WAITING_MS);
});

test("row 03: A new state is seen fast (Modus)", async ({ browser, faults }, info) => {
  test.setTimeout(180_000);
  const modus = await startModusServer(`${faults.url}/api/v1`);
  const views = await openAll(
    browser,
    faults,
    modus.url,
    Array.from({ length: VIEWERS }, () => "running" as const),
  );
  const all = (await Promise.all(views.map((view, i) => change(view, faults, i)))).flat();
  await modus.remove();
  const after = all.map(({ afterMs }) => afterMs);
  figure(
    info,
    `${all.length} changes on Modus: ${spreadOf(pixels(all))}, ${spreadOf(after)} after the upstream's answer`,
  );
  expect(quantile(pixels(all), 0.95)).toBeLessThanOrEqual(MODUS_MS);
  expect(quantile(after, 0.95)).toBeLessThanOrEqual(SEEN_MS);
});
