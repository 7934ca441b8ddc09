/** The inbox across agents: few calls at once, one answer for half a minute, in the order of its deadlines. */
import { expect, test } from "vitest";
import { parseApprovalsPage } from "../../contract/pages.ts";
import { refusal, viewerNamed, VIEWER } from "../source-bench.ts";
import type { Viewer } from "../source.ts";
import { type ModusBench, openModusBench, runText } from "./test-bench.ts";
import { send, TOKEN } from "./test-upstream.ts";

const AGENTS = Array.from({ length: 9 }, (_, index) => index + 1);

/** An API of nine agents, each with one run that waits, due in reverse order; agent 3 is not to be seen, agent 4 has none. */
async function openInbox(): Promise<{ bench: ModusBench; most: () => number; pass: (ms: number) => void }> {
  let now = Date.parse("2026-06-12T09:00:00.000Z");
  let open = 0;
  let most = 0;
  let isFull = false;
  const held: (() => void)[] = [];
  const bench = await openModusBench({ now: () => now });
  bench.answerWith((request, response) => {
    const agentId = /^\/api\/v1\/agents\/(\d+)\/runs/.exec(request.url ?? "")?.[1];
    if (agentId === undefined) {
      const agents = AGENTS.map((id) => `{"id":${id},"name":"A"}`);
      // Two pages, and one agent nobody can ask for.
      const isFirst = !request.url?.includes("pageToken");
      const items = isFirst ? agents.slice(0, 5) : [...agents.slice(5), '{"id":"x"}'];
      return send(response, 200, `{"agents":[${items.join(",")}],"nextPageToken":${isFirst ? '"p2"' : "null"}}`);
    }
    most = Math.max(most, ++open);
    // The first ones are held until there are four, so that they are at once.
    held.push(() => {
      open--;
      if (agentId === "3") return send(response, 403, "{}");
      const runs = agentId === "4" ? "" : waiting(Number(agentId));
      send(response, 200, `{"runs":[${runs}],"counts":{},"nextPageToken":null}`);
    });
    const answerAll = (): void => held.splice(0).forEach((answer) => answer());
    if (isFull) setImmediate(answerAll);
    else if (held.length === 4) {
      isFull = true;
      // A fifth would have the time to come.
      setTimeout(answerAll, 50);
    }
  });
  return { bench, most: () => most, pass: (ms) => void (now += ms) };
}

function waiting(agentId: number): string {
  const workflowId = `wf_${agentId}`;
  const pendingApproval = { id: `a${agentId}`, expiresAt: `2026-06-13T09:0${9 - agentId}:00.000Z` };
  return runText({ agentId, workflowId, id: workflowId, status: "awaiting_human", pendingApproval });
}

async function inbox(bench: ModusBench, viewer: Viewer = VIEWER, pageSize = 100) {
  const ids: number[] = [];
  let asOf: string | undefined;
  for (let after: string | undefined = ""; after !== undefined;) {
    const page = await bench.source.listApprovals({ pageSize, after, scope: "all" }, viewer);
    const text = `{"approvals":[${page.items.join(",")}],"nextPageToken":null}`;
    const { approvals, unreadable } = parseApprovalsPage(text);
    expect(unreadable).toEqual([]);
    ids.push(...approvals.map((one) => one.agentId));
    asOf = page.asOf;
    after = page.next;
  }
  return { ids, asOf };
}

test("every agent is asked, four at a time, and what waits comes by deadline with its as-of time", async () => {
  const { bench, most } = await openInbox();
  expect(await inbox(bench)).toEqual({ ids: [9, 8, 7, 6, 5, 2, 1], asOf: "2026-06-12T09:00:00.000Z" });
  expect(most()).toBe(4);
  expect(bench.upstream.got).toHaveLength(2 + 9);
  expect(bench.upstream.complaints).toEqual([]);
});

test("pages go on where the last one ended, from one and the same answer", async () => {
  const { bench } = await openInbox();
  expect((await inbox(bench, VIEWER, 2)).ids).toEqual([9, 8, 7, 6, 5, 2, 1]);
  expect(bench.upstream.got).toHaveLength(2 + 9);
});

test("many who ask at once share one answer, for half a minute", async () => {
  const { bench, pass } = await openInbox();
  await Promise.all(Array.from({ length: 10 }, () => inbox(bench)));
  pass(29_000);
  expect((await inbox(bench)).asOf).toBe("2026-06-12T09:00:00.000Z");
  expect(bench.upstream.got).toHaveLength(11);
  pass(2_000);
  expect((await inbox(bench)).asOf).toBe("2026-06-12T09:00:31.000Z");
  expect(bench.upstream.got).toHaveLength(22);
});

test("another token has another answer, and each viewer sees their own agents", async () => {
  const { bench } = await openInbox();
  await inbox(bench);
  expect((await inbox(bench, viewerNamed("mira", { agents: new Set([5, 8, 3]) }))).ids).toEqual([8, 5]);
  expect(bench.upstream.got).toHaveLength(11);
  const other = viewerNamed("noa", { upstreamToken: `${TOKEN}x` });
  await expect(inbox(bench, other)).rejects.toMatchObject({ problem: "not-signed-in" });
  expect(bench.upstream.got).toHaveLength(12);
});

test("a failure is told, and kept for nobody", async () => {
  const { bench } = await openInbox();
  bench.answer("", 503);
  const ask = () => bench.source.listApprovals({ pageSize: 9, after: "", scope: "mine" }, VIEWER);
  expect((await refusal(ask())).problem).toBe("unavailable");
  bench.answer('{"agents":[]}');
  expect((await ask()).items).toEqual([]);
});

test("a list that never ends is given up", async () => {
  const bench = await openModusBench();
  bench.answer('{"agents":[],"nextPageToken":"again"}');
  const refused = await refusal(bench.source.listApprovals({ pageSize: 9, after: "", scope: "all" }, VIEWER));
  expect(refused.problem).toBe("bad-upstream");
  expect(bench.upstream.got).toHaveLength(100);
});
