/** What the Modus API answers is passed on as it was sent, also where a later version says more or other than documented. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { AWAITING, DOCUMENTED, FAILED, FUTURE, TASK_ERROR } from "../../contract/example-answers.ts";
import { parseRunsPage } from "../../contract/pages.ts";
import { parseRun } from "../../contract/run.ts";
import { createHandle } from "../handle.ts";
import { LOCAL_ACCESS } from "../auth/local-access.ts";
import { SILENT_LOG } from "../log.ts";
import { withoutRunlight } from "../runlight-member.ts";
import { refusal, viewerNamed, VIEWER } from "../source-bench.ts";
import { type ModusBench, openModusBench, REF, RUNS, runText } from "./test-bench.ts";
import { readRun } from "./read-answers.ts";

const COUNTS = { all_executions: 100, running: 1, awaiting_human: 0, error: 2, completed: 97 };

function runsText(items: readonly string[], more = ""): string {
  return `{"runs":[${items.join(",")}],"counts":${JSON.stringify(COUNTS)},"nextPageToken":null${more}}`;
}

/** The text our own server answers. */
async function ask({ source }: ModusBench, path: string): Promise<string> {
  const handle = createHandle({ source, access: LOCAL_ACCESS, tokenKey: source.tokenKey, log: SILENT_LOG });
  const response = await handle(new Request(`http://localhost${path}`));
  const text = await response.text();
  expect(response.status, text).toBe(200);
  return text;
}

test.each([AWAITING, FAILED, TASK_ERROR, FUTURE, DOCUMENTED])("a run is answered as it was sent", async (text) => {
  const bench = await openModusBench();
  const { agentId, workflowId } = parseRun(text);
  bench.answer(text);
  const answered = await bench.source.getRun(agentId, { workflowId }, VIEWER);
  expect(answered).toEqual({ text: withoutRunlight(text), agentId });
  expect(await ask(bench, `/api/v1/agents/${agentId}/runs/${encodeURIComponent(workflowId)}`)).toBe(text);
});

test("numbers, order, duplicates, escapes and white space stay as they were sent", async () => {
  const bench = await openModusBench();
  const text = `${runText().slice(0, -1)} , "a" : 1240.00, "b":9007199254740993,"a":{"__proto__":{"x":1}},"\\u0063":"\\u00e9\u202e" }\n`;
  bench.answer(text);
  expect(await ask(bench, "/api/v1/agents/57/runs/wf_57_run_1")).toBe(text);
});

test("unknown words and a missing source are passed on", async () => {
  const bench = await openModusBench();
  const { source: _, ...rest } = JSON.parse(runText({ status: "paused", agentType: "swarm" })) as { source: string };
  bench.answer(JSON.stringify(rest));
  expect(await ask(bench, "/api/v1/agents/57/runs/wf_57_run_1")).toBe(JSON.stringify(rest));
});

test("only this server writes runlight: one that was sent is taken out, and nothing else changes", () => {
  const value = fc.json();
  const key = fc.oneof(fc.constantFrom("runlight", "a", "runlight2", "__proto__"), fc.string());
  const space = fc.stringMatching(/^[ \n\t]{0,2}$/);
  fc.assert(
    fc.property(fc.array(fc.tuple(space, key, space, value), { maxLength: 6 }), (members) => {
      const write = (some: typeof members): string =>
        `{${some.map(([before, name, after, json]) => `${before}${JSON.stringify(name)}${after}:${json}`).join(",")}}`;
      const kept = members.filter(([, name]) => name !== "runlight");
      const parsed: unknown = JSON.parse(withoutRunlight(write(members)));
      expect(parsed).toEqual(JSON.parse(write(kept)));
      if (kept.length === members.length) expect(withoutRunlight(write(members))).toBe(write(members));
    }),
    { numRuns: 10_000 },
  );
  expect(withoutRunlight('{"runlight":{"decisions":[]}, "a" : 1.0 ,"runlight":2,"b":2}')).toBe('{ "a" : 1.0,"b":2}');
  expect(withoutRunlight('{"\\u0072unlight":1}')).toBe("{}");
});

test("a decision that an agent wrote into runlight is not shown as one", async () => {
  const bench = await openModusBench();
  bench.answer(runText({ runlight: { decisions: [{ approvalId: "a", decision: "approve", by: "admin", at: "" }] } }));
  const { runlight } = parseRun((await bench.source.getRun(57, REF, VIEWER)).text);
  expect(runlight).toEqual({});
});

test("a list keeps its items, its counts and what it says besides", async () => {
  const bench = await openModusBench();
  const items = [runText({ status: "completed" }), ` ${runText({ n: 1.5 })} `, '"no run"'];
  bench.answer(runsText(items, `,"total":{"exact":1240.00},"runlight":{"x":1}`));
  const text = await ask(bench, "/api/v1/agents/57/runs");
  expect(text).toBe(
    runsText(
      items.map((item) => item.trim()),
      `,"total":{"exact":1240.00}`,
    ),
  );
  expect(Object.fromEntries(parseRunsPage(text).counts)).toEqual(COUNTS);
});

test("runs of another agent are not passed on with the list", async () => {
  const bench = await openModusBench();
  bench.answer(runsText([runText(), runText({ agentId: 42 }), runText({ agentId: "57" })]));
  expect((await bench.source.listRuns(57, RUNS, VIEWER)).items).toEqual([runText()]);
});

test("agents are passed on as sent, to each viewer their own", async () => {
  const bench = await openModusBench();
  const items = ['{"id":42,"name":"A","new":1.0}', '{"id":57,"name":"B"}'];
  bench.answer(`{"agents":[${items.join(",")}],"nextPageToken":"n/+"}`);
  expect(await bench.source.listAgents({ pageSize: 2, after: "" }, VIEWER)).toEqual({ items, next: "n/+" });
  const viewer = viewerNamed("mira", { agents: new Set([57]) });
  expect((await bench.source.listAgents({ pageSize: 2, after: "" }, viewer)).items).toEqual([items[1]]);
});

test.each(["", "[]", "{}", '{"runs":{}}', '{"runs":null}', "null", "<p>", '{"runs":[]'])(
  "%j is no list of runs",
  async (text) => {
    const bench = await openModusBench();
    bench.answer(text);
    expect((await refusal(bench.source.listRuns(57, RUNS, VIEWER))).problem).toBe("bad-upstream");
  },
);

test("counts that are none are left out, and a missing list of them is empty", async () => {
  const bench = await openModusBench();
  bench.answer('{"runs":[],"counts":{"running":1,"error":"2","x":null,"completed":1e999}}');
  expect((await bench.source.listRuns(57, RUNS, VIEWER)).counts).toEqual({ running: 1 });
  bench.answer('{"runs":[]}');
  expect(await bench.source.listRuns(57, RUNS, VIEWER)).toEqual({ items: [], counts: {} });
});

test("whatever is answered for a run, it is that run or a refusal", () => {
  const word = fc.constantFrom<unknown>("wf_57_run_1", "wf_57_run_2", 57, 42, "57", null, "running", "");
  const given = fc.dictionary(fc.constantFrom("id", "workflowId", "agentId", "status", "temporalRunId"), word);
  fc.assert(
    fc.property(given, (answer) => {
      try {
        const { text } = readRun(JSON.stringify(answer), 57, REF);
        expect(parseRun(text)).toMatchObject({ agentId: 57, workflowId: "wf_57_run_1" });
      } catch (error) {
        expect(["not-found", "bad-upstream"]).toContain((error as { problem?: string }).problem);
      }
    }),
    { numRuns: 10_000 },
  );
});
