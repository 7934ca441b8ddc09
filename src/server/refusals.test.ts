/** What the server refuses: bad ids and values, too much of anything, strangers, methods and sources that cannot. */
import { expect, test } from "vitest";
import { RUN_ID } from "./fixed-source.ts";
import { APPROVE, BOUND, DECISION, expectProblem, JSON_TYPE, RUN, server } from "./handle-bench.ts";
import { ROUTES } from "./routes.ts";

const BAD_GETS = [
  ["/api/v1/agents/abc/runs", "bad-request"],
  ["/api/v1/agents/-1/runs", "bad-request"],
  ["/api/v1/agents/057/runs", "bad-request"],
  [`/api/v1/agents/57/runs/${"a".repeat(1_001)}`, "bad-request"],
  [`/api/v1/agents/57/runs/${"a".repeat(1_000)}`, "not-found"],
  ["/api/v1/agents/57/runs/..%2Fsecrets", "bad-request"],
  ["/api/v1/agents/57/runs/a%2F..%2Fb", "bad-request"],
  ["/api/v1/agents/57/runs/a%00b", "bad-request"],
  ["/api/v1/agents/57/runs/a%ZZ", "bad-request"],
  ["/api/v1/agents/57/runs/a%FF", "bad-request"],
  [`${RUN}?temporalRunId=latest`, "bad-request"],
  [`${RUN}:${RUN_ID}?temporalRunId=${RUN_ID.replace("1", "2")}`, "not-found"],
  [`${RUN}?maxFieldBytes=-1`, "bad-request"],
  ["/api/v1/agents/58/runs/wf_57_run_1", "not-found"],
  ["/api/v1/agents/57/runs?status=paused", "bad-request"],
  ["/api/v1/agents/57/runs?timeframe=yesterday", "bad-request"],
  ["/api/v1/agents/57/runs?triggerType=magic", "bad-request"],
  // The source of these tests does not say that it can.
  ["/api/v1/agents/57/runs?triggerType=slack", "not-supported"],
  ["/api/v1/agents/57/runs?approvalScope=theirs", "bad-request"],
  ["/api/v1/agents/57/runs?pageSize=-1", "bad-request"],
  ["/api/v1/agents/57/runs?pageSize=many", "bad-request"],
  ["/api/v1/agents/57/runs?pageToken=abc", "bad-page-token"],
  ["/api/v1/agents?pageToken=YQ.YQ", "bad-page-token"],
  ["/api/v1/approvals?scope=x", "bad-request"],
  [`${RUN}/payload`, "bad-request"],
  [`${RUN}/payload?path=taskResult`, "bad-request"],
  [`${RUN}/payload?path=/a~2`, "bad-request"],
  [`${RUN}/payload?path=/taskResult`, "not-found"],
  ["/api/v1/nothing", "not-found"],
  ["/api", "not-found"],
  ["/api/v1/agents/", "not-found"],
  ["/assets/index-0.js", "not-found"],
  ["/robots.txt", "not-found"],
  ["/assets%2Findex.js", "not-found"],
] as const;

test.each(BAD_GETS)("GET %s is %s", async (path, name) => {
  await expectProblem(await server().ask(path), name);
});

test("addresses of 8 KiB pass, longer ones are 414", async () => {
  const { ask } = server();
  const room = 8_192 - `${RUN}?x=`.length;
  expect((await ask(`${RUN}?x=${"a".repeat(room - 1)}`)).status).toBe(200);
  expect((await ask(`${RUN}?x=${"a".repeat(room)}`)).status).toBe(200);
  await expectProblem(await ask(`${RUN}?x=${"a".repeat(room + 1)}`), "uri-too-long");
});

test("bodies of 16 KiB pass, longer ones are 413, also when they come in parts without a length", async () => {
  const { post, handle } = server();
  const body = (size: number): string => `{"input":{"a":"${"x".repeat(size - '{"input":{"a":""}}'.length)}"}}`;
  const path = "/api/v1/agents/57/runs";
  expect((await post(path, body(16_383))).status).toBe(201);
  expect((await post(path, body(16_384))).status).toBe(201);
  await expectProblem(await post(path, body(16_385)), "body-too-large");
  const parts = new Blob([body(40_000)]).stream();
  const init = { method: "POST", headers: JSON_TYPE, body: parts, duplex: "half" } as RequestInit;
  await expectProblem(await handle(new Request(`http://localhost:4600${path}`, init)), "body-too-large");
});

const DEEP = `{"decision":${"[".repeat(7_000)}${"]".repeat(7_000)}}`;
const BAD_DECISIONS = [
  ["a form", APPROVE, { ...BOUND, "content-type": "application/x-www-form-urlencoded" }, "not-json"],
  ["plain text", APPROVE, { ...BOUND, "content-type": "text/plain" }, "not-json"],
  ["no digest", APPROVE, { ...JSON_TYPE, "idempotency-key": "k" }, "precondition-required"],
  ["a bad digest", APPROVE, { ...BOUND, "if-match": "*" }, "bad-request"],
  ["no key", APPROVE, { ...JSON_TYPE, "if-match": BOUND["if-match"] }, "bad-request"],
  ["no JSON", "{decision:approve}", BOUND, "bad-request"],
  ["a list", "[]", BOUND, "bad-request"],
  ["nothing", "", BOUND, "unprocessable"],
  ["another word", '{"decision":"maybe"}', BOUND, "unprocessable"],
  ["great depth", DEEP, BOUND, "unprocessable"],
  ["no reason", '{"decision":"reject"}', BOUND, "unprocessable"],
  ["a reason of blanks", '{"decision":"reject","comment":"             "}', BOUND, "unprocessable"],
  ["a long comment", `{"decision":"approve","comment":"${"c".repeat(2_001)}"}`, BOUND, "unprocessable"],
  ["another site", APPROVE, { ...BOUND, "sec-fetch-site": "cross-site" }, "forbidden"],
] as const;

test.each(BAD_DECISIONS)(
  "a decision with %s is refused, and nothing is decided",
  async (_what, body, headers, name) => {
    const { post, asked } = server();
    await expectProblem(await post(DECISION, body, headers), name);
    expect(asked).toEqual([]);
  },
);

const STRANGERS = [
  ["a foreign Host", { host: "runlight.example" }],
  ["a Host that only begins like this machine", { host: "localhost.evil.example" }],
  ["a Host with an account in it", { host: "localhost@evil.example" }],
  ["a foreign Origin", { origin: "https://evil.example" }],
  ["an opaque Origin", { origin: "null" }],
  ["another port's Origin", { origin: "http://localhost:1" }],
  ["a proxy's Forwarded", { forwarded: "for=192.0.2.1" }],
  ["a proxy's X-Forwarded-For", { "x-forwarded-for": "127.0.0.1" }],
  ["a proxy's X-Forwarded-Proto", { "x-forwarded-proto": "https" }],
  ["a proxy's Via", { via: "1.1 proxy" }],
  ["a proxy's X-Real-IP", { "x-real-ip": "127.0.0.1" }],
] as const;

test.each(STRANGERS)("a request with %s gets neither data nor page", async (_what, headers) => {
  const { ask, asked } = server();
  const guarded = ROUTES.filter((route) => route.rule !== "public");
  for (const { method, path } of guarded) {
    const address = path
      .replace(":agentId", "57")
      .replace(":runId", "wf_57_run_1")
      .replace(":approvalId", "approval-1");
    const body = method === "POST" ? { body: APPROVE } : {};
    await expectProblem(await ask(address, { method, headers: { ...BOUND, ...headers }, ...body }), "forbidden");
  }
  for (const path of ["/", "/agents", "/assets/index-1.js", "/api/v1/nothing"])
    await expectProblem(await ask(path, { headers }), "forbidden");
  expect(asked).toEqual([]);
});

test.each(["localhost:4600", "127.0.0.1:4600", "127.8.9.1", "[::1]:4600", "LOCALHOST"])(
  "Host %s is this machine",
  async (host) => {
    const { ask } = server();
    expect((await ask(RUN, { headers: { host, origin: `http://${host.toLowerCase()}` } })).status).toBe(200);
  },
);

test("a known address with another method is 405 and says which are allowed", async () => {
  const response = await server().ask(RUN, { method: "DELETE" });
  await expectProblem(response, "method-not-allowed");
  expect(response.headers.get("allow")).toBe("GET, HEAD");
  expect((await server().ask("/api/v1/session", { method: "PUT" })).headers.get("allow")).toBe(
    "GET, HEAD, POST, DELETE",
  );
});

test("what the source cannot do is 501", async () => {
  const { post, ask } = server({ can: { start: false, cancel: false, decide: false, attempts: false, reveal: false } });
  for (const response of [
    await post(DECISION, APPROVE, BOUND),
    await post(`${RUN}/cancel`, "{}"),
    await ask(`${RUN}/attempts`),
  ])
    await expectProblem(response, "not-supported");
  await expectProblem(await server().post("/api/v1/session", "{}"), "not-supported");
});
