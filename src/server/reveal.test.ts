/** What the routes hide, and showing it on purpose: who may, what is recorded, what is refused. */
import { expect, test } from "vitest";
import { digestText } from "../contract/decision.ts";
import { RUN_ID } from "./fixed-source.ts";
import { APPROVE, BOUND, DECISION, expectProblem, JSON_TYPE, RUN, server } from "./handle-bench.ts";
import { createMasker } from "./mask.ts";
import { ProblemError } from "./problems.ts";

const SECRET = "hunter2";
const RESULT = `{ "login":{"password":"${SECRET}"}, "n":1240.00 }`;
const TEXT = `{"id":"wf_57_run_1:${RUN_ID}","workflowId":"wf_57_run_1","status":"completed","taskResult":${RESULT},"summary":"fine"}`;
const MASK = /‹hidden: password, 7 characters, #[0-9a-f]{12}›/;

const masking = () => server({ getRun: async () => ({ text: TEXT, agentId: 57 }) });

test("answers, files and lists hide it; the run says where", async () => {
  const { ask } = server({
    getRun: async () => ({ text: TEXT, agentId: 57 }),
    listRuns: async () => ({ items: [TEXT], counts: {} }),
    listApprovals: async () => ({ items: [`{"agentId":57,"pendingApproval":${RESULT}}`] }),
    listAgents: async () => ({ items: [`{"id":57,"name":"x","description":"password=${SECRET}"}`] }),
  });
  for (const path of [RUN, `${RUN}/payload?path=/taskResult`, `${RUN}/payload?path=/taskResult/login/password`]) {
    const text = await (await ask(path)).text();
    expect(text).toMatch(MASK);
    expect(text).not.toContain(SECRET);
  }
  for (const path of ["/api/v1/agents", "/api/v1/agents/57/runs", "/api/v1/approvals"])
    expect(await (await ask(path)).text()).toMatch(MASK);
  const run = (await (await ask(RUN)).json()) as { runlight: { masks: object } };
  expect(run.runlight.masks).toEqual({
    count: 1,
    at: { "/taskResult/login/password": { kind: "password", length: 7 } },
  });
  const { etag } = Object.fromEntries((await ask(RUN)).headers);
  expect((await ask(RUN, { headers: { "if-none-match": etag ?? "" } })).status).toBe(304);
});

test("asked for, the field comes byte for byte, is kept by nobody, and is noted first", async () => {
  const { post, asked } = masking();
  const response = await post(`${RUN}/reveal?temporalRunId=${RUN_ID}`, '{"path":"/taskResult"}');
  expect([response.status, await response.text()]).toEqual([200, RESULT]);
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(response.headers.get("content-type")).toBe("application/json");
  expect(response.headers.get("etag")).toBeNull();
  const ref = { workflowId: "wf_57_run_1", temporalRunId: RUN_ID };
  expect(asked).toMatchObject([{ what: "noteReveal", agentId: 57, ref, request: { pointer: "/taskResult" } }]);
});

test("what cannot be noted is not shown", async () => {
  const refuse = async (): Promise<never> => {
    throw new ProblemError("unavailable", "No line can be written.");
  };
  const { post } = server({ getRun: async () => ({ text: TEXT, agentId: 57 }), noteReveal: refuse });
  const response = await post(`${RUN}/reveal`, '{"path":"/taskResult"}');
  expect(await response.clone().text()).not.toContain(SECRET);
  await expectProblem(response, "unavailable");
});

test("nothing hidden, no such field, no pointer, a form, another site: refused, and no line", async () => {
  const { post, ask, asked } = masking();
  await expectProblem(await post(`${RUN}/reveal`, '{"path":"/summary"}'), "unprocessable");
  await expectProblem(await post(`${RUN}/reveal`, '{"path":"/nothing"}'), "not-found");
  await expectProblem(await post(`${RUN}/reveal`, '{"path":"taskResult"}'), "unprocessable");
  await expectProblem(await post(`${RUN}/reveal`, '{"path":"/~2"}'), "unprocessable");
  await expectProblem(await post(`${RUN}/reveal`, "{}"), "unprocessable");
  const body = '{"path":"/taskResult"}';
  await expectProblem(await post(`${RUN}/reveal`, body, { "content-type": "text/plain" }), "not-json");
  await expectProblem(await post(`${RUN}/reveal`, body, { ...JSON_TYPE, origin: "https://evil.example" }), "forbidden");
  await expectProblem(await post(`${RUN}/reveal`, body, { ...JSON_TYPE, "sec-fetch-site": "cross-site" }), "forbidden");
  await expectProblem(await ask(`${RUN}/reveal`), "method-not-allowed");
  expect(asked).toEqual([]);
});

test("under a key that is masked itself the value is found all the same", async () => {
  const token = ["gh", "p_", "a1B2".repeat(9)].join("");
  const text = TEXT.replace('"login"', `"${token}"`);
  const { ask, post } = server({ getRun: async () => ({ text, agentId: 57 }) });
  const run = (await (await ask(RUN)).json()) as { runlight: { masks: { at: Record<string, object> } } };
  const pointer = Object.keys(run.runlight.masks.at).find((one) => one.endsWith("/password"));
  expect(pointer).not.toContain(token);
  expect(await (await post(`${RUN}/reveal`, JSON.stringify({ path: pointer }))).text()).toBe(`"${SECRET}"`);
});

test("a source decides on the text as it is served, and its words about a decision are masked", async () => {
  const { post, asked } = server();
  await post(DECISION, APPROVE, BOUND);
  const request = asked.at(-1)?.request as { asServed: (text: string) => string };
  expect(request.asServed(RESULT)).toBe(createMasker(new Uint8Array(32)).request(RESULT));
  expect(digestText("w", "t", "a", request.asServed(RESULT))).not.toContain(SECRET);
  const winner = JSON.stringify({ approvalId: "a", by: "mira", comment: `password=${SECRET}` });
  const late = server({
    decide: async () => {
      throw new ProblemError("already-decided", "mira has decided already.", { winner });
    },
  });
  const problem = await expectProblem(await late.post(DECISION, APPROVE, BOUND), "already-decided");
  expect(problem["winner"]).toMatchObject({ by: "mira", comment: expect.stringMatching(MASK) });
});
