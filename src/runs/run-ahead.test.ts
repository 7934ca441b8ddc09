// @vitest-environment happy-dom
/** An answer that is there is read to its end before the page is shown; one that is not there is not waited for. */
import { afterEach, expect, test, vi } from "vitest";
import { askEarly } from "../api/early-run.ts";
import { queries } from "../api/queries.ts";
import { runKey } from "../api/run-queries.ts";
import type { Watched } from "../contract/watching.ts";
import { readAhead } from "./run-ahead.ts";

const nodes = Array.from({ length: 5_000 }, (_, i) => ({
  id: `n${i}`,
  name: `Step ${i} of many`,
  status: "completed",
}));
const RUN = { workflowId: "w", agentId: 57, status: "running", source: "live-query", workflowNodes: nodes };

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  queries.clear();
});

async function ahead(fetching: () => Promise<Response>): Promise<Watched | undefined> {
  vi.stubGlobal("fetch", fetching);
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  const [pathname, search] = ["/agents/57/runs/w", ""];
  askEarly({ pathname, search });
  const done = readAhead({ pathname, search, hash: "" } as never, { agentId: "57", runId: "w" });
  await vi.advanceTimersByTimeAsync(100);
  await done;
  return queries.getQueryData<Watched>(runKey({ agentId: 57, workflowId: "w" }));
}

test("a large answer that is there", async () => {
  const text = JSON.stringify(RUN);
  expect(text.length).toBeGreaterThan(131_072);
  const headers = { "content-type": "application/json" };
  const watched = await ahead(async () => new Response(text, { headers }));
  expect(watched?.run?.workflowId).toBe("w");
});

test("an answer that is on its way", async () => {
  expect(await ahead(() => new Promise(() => undefined))).toBeUndefined();
});
