/** What reaches the Modus API is exactly what was asked, with the right token and nothing else. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseRunId } from "../../contract/run-id.ts";
import { refusal, VIEWER } from "../source-bench.ts";
import type { Source } from "../source.ts";
import { openModusBench, REF, RUN_ID, RUNS, runText } from "./test-bench.ts";
import { agentsPath, runPath, runsPath } from "./modus-paths.ts";
import { TOKEN } from "./test-upstream.ts";

const AGENT = fc.integer({ min: 0, max: 999_999_999_999_999 });
const ID = fc.oneof(
  fc.string({ unit: "binary", minLength: 1, maxLength: 60 }),
  fc.string({ unit: fc.constantFrom(..."abc./\\:%2e?#&=+;@ ~'(é💩"), minLength: 1, maxLength: 30 }),
  fc.stringMatching(/^wf_[0-9]+_run_[0-9]+$/),
);
const PINNED = fc.option(fc.uuid(), { nil: undefined });

/** The address as a URL parser of anybody's keeps it, its parts decoded once. */
function received(path: string): { segments: string[]; query: [string, string][] } {
  const url = new URL(`https://host/api/v1${path}`);
  expect(url.pathname).toBe(`/api/v1${path.replace(/\?.*/, "")}`);
  const segments = url.pathname.split("/").slice(3).map(decodeURIComponent);
  const query = url.search
    .slice(1)
    .split("&")
    .filter((one) => one !== "")
    .map((one): [string, string] => {
      const [name = "", value = ""] = one.split("=");
      return [name, decodeURIComponent(value)];
    });
  return { segments, query };
}

test("a run is asked for under exactly the ids that were asked, or not at all", () => {
  let asked = 0;
  let tried = 0;
  fc.assert(
    fc.property(AGENT, ID, PINNED, (agentId, id, pinned) => {
      tried++;
      const ref = parseRunId(pinned === undefined ? id : `${id}:${pinned}`);
      if (!ref) return;
      asked++;
      const { segments, query } = received(runPath(agentId, ref));
      expect(segments).toEqual(["agents", String(agentId), "runs", ref.workflowId]);
      expect(query).toEqual(ref.temporalRunId === undefined ? [] : [["temporalRunId", ref.temporalRunId]]);
    }),
    { numRuns: 10_000 },
  );
  expect(asked).toBeGreaterThan(tried / 2);
});

test("search and page tokens arrive as they were given", () => {
  const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(AGENT, text, text, (agentId, search, after) => {
      const { query } = received(runsPath(agentId, { ...RUNS, search, after }));
      expect(new Map(query)).toEqual(
        new Map([
          ["status", "all_executions"],
          ["search", search],
          ["pageSize", "25"],
          ["pageToken", after],
        ]),
      );
    }),
    { numRuns: 10_000 },
  );
});

test.each([
  [{}, "status=all_executions&pageSize=25"],
  [{ status: "error", pageSize: 100 }, "status=error&pageSize=100"],
  [{ approvalScope: "mine" }, "status=all_executions&pageSize=25"],
  [{ status: "awaiting_human", approvalScope: "mine" }, "status=awaiting_human&approvalScope=mine&pageSize=25"],
  [{ status: "awaiting_human" }, "status=awaiting_human&approvalScope=all&pageSize=25"],
  [{ withinMs: 3_600_000 }, "status=all_executions&timeframe=last_hour&pageSize=25"],
  [{ withinMs: 86_400_000 }, "status=all_executions&timeframe=last_day&pageSize=25"],
  [{ withinMs: 604_800_000 }, "status=all_executions&timeframe=last_week&pageSize=25"],
] as const)("runs with %j are asked for with %s", (changes, query) => {
  expect(runsPath(57, { ...RUNS, ...changes })).toBe(`/agents/57/runs?${query}`);
});

test("a length of time the API has no word for is refused, not guessed", async () => {
  const { source, upstream } = await openModusBench();
  const refused = await refusal(source.listRuns(57, { ...RUNS, withinMs: 30 * 86_400_000 }, VIEWER));
  expect(refused.problem).toBe("not-supported");
  expect(upstream.got).toEqual([]);
});

test("agents are asked for with page size and token only", () => {
  expect(agentsPath({ pageSize: 25, after: "" })).toBe("/agents?pageSize=25");
  expect(agentsPath({ pageSize: 1, after: "a/+=&b" })).toBe("/agents?pageSize=1&pageToken=a%2F%2B%3D%26b");
});

test("a request is a GET with the token, and says nothing more of anybody", async () => {
  const bench = await openModusBench();
  bench.answer(runText());
  await bench.source.getRun(57, { ...REF, temporalRunId: RUN_ID }, VIEWER);
  expect(bench.upstream.got).toEqual([
    {
      method: "GET",
      path: `/api/v1/agents/57/runs/wf_57_run_1?temporalRunId=${RUN_ID}`,
      body: "",
      rawHeaders: [
        ...["accept", "application/json", "accept-encoding", "gzip", "authorization", `Bearer ${TOKEN}`],
        ...["user-agent", "runlight", "Host", new URL(bench.upstream.url).host, "Connection", "keep-alive"],
      ],
    },
  ]);
});

const ask = (source: Source, upstreamToken?: string) =>
  source.getRun(57, REF, { ...VIEWER, ...(upstreamToken !== undefined && { upstreamToken }) });

test("who brings a token is asked for with that one alone, also when it is refused", async () => {
  const { source, upstream } = await openModusBench();
  expect(await refusal(ask(source, "modus_of_somebody_else"))).toMatchObject({
    problem: "not-signed-in",
    message: "Modus does not accept this token any more. Sign in again.",
  });
  expect(upstream.got.map(({ rawHeaders }) => rawHeaders.filter((one) => one.startsWith("Bearer ")))).toEqual([
    ["Bearer modus_of_somebody_else"],
  ]);
});

test("a refused token of the server is the server's trouble", async () => {
  const upstream = await openModusBench();
  upstream.answer("{}", 401);
  expect(await refusal(ask(upstream.source))).toMatchObject({ problem: "bad-upstream" });
});

test("without any token, or with what no header can carry, nothing is asked", async () => {
  const { source, upstream } = await openModusBench({ hasNoToken: true });
  for (const token of [undefined, "", "a b", "a\r\nhost: evil.example", "é", "x".repeat(4_097)])
    expect(await refusal(ask(source, token))).toMatchObject({ problem: "not-signed-in" });
  expect(upstream.got).toEqual([]);
});
