/** What the server answers when all is well: texts, headers, caching, tokens, files, health. */
import { expect, test } from "vitest";
import { RUN_ID, RUN_TEXT } from "./fixed-source.ts";
import { APPROVE, BOUND, DECISION, expectProblem, RUN, server } from "./handle-bench.ts";

test("a run is answered as the source wrote it, private and with the server's clock beside it", async () => {
  const { ask, asked } = server({}, { now: () => 1_700_000_000_000 });
  const response = await ask(RUN);
  expect(response.status).toBe(200);
  expect(await response.text()).toBe(RUN_TEXT);
  expect(response.headers.get("cache-control")).toBe("private, no-cache");
  expect(response.headers.get("vary")).toBe("Cookie, Authorization, Accept-Encoding");
  expect(response.headers.get("runlight-now")).toBe("1700000000000");
  expect(response.headers.get("etag")).toMatch(/^"[\w-]{22}"$/);
  expect(asked).toEqual([{ what: "getRun", agentId: 57, ref: { workflowId: "wf_57_run_1" } }]);
});

test("an unchanged run is 304 without a body, in any encoding; viewers within a second share what the source said", async () => {
  const { ask, asked } = server();
  const first = await ask(RUN, { headers: { "accept-encoding": "gzip, br" } });
  const etag = first.headers.get("etag") ?? "";
  expect(first.headers.get("content-encoding")).toBe("br");
  expect(etag).toMatch(/-br"$/);
  const second = await ask(RUN, { headers: { "accept-encoding": "gzip, br", "if-none-match": etag } });
  expect([second.status, await second.text(), second.headers.get("etag")]).toEqual([304, "", etag]);
  expect(asked).toHaveLength(1);
  const gone = server({ getRun: async () => Promise.reject(new Error("secret-host.internal:7233 refused")) });
  const refused = await gone.ask(RUN, { headers: { "if-none-match": etag } });
  const problem = await expectProblem(refused, "internal");
  expect(JSON.stringify(problem)).not.toContain("secret-host");
});

test("HEAD answers as GET, without the body", async () => {
  const response = await server().ask(RUN, { method: "HEAD" });
  expect([response.status, await response.text()]).toEqual([200, ""]);
  expect(response.headers.get("content-length")).toBe(String(RUN_TEXT.length));
});

test("composite ids, encoded ids and a pinned run reach the source as what they mean", async () => {
  const { ask, asked } = server();
  await ask(`${RUN}:${RUN_ID}`);
  await ask(`${RUN}/attempts?temporalRunId=${RUN_ID.toUpperCase()}`);
  await ask("/api/v1/agents/57/runs/a%2Fb%25c%3Ad");
  expect(asked.map((one) => one.ref)).toEqual([
    { workflowId: "wf_57_run_1", temporalRunId: RUN_ID },
    { workflowId: "wf_57_run_1", temporalRunId: RUN_ID },
    { workflowId: "a/b%c:d" },
  ]);
});

test("starting passes the input on as it was written, and says where the run is", async () => {
  const { post, asked } = server();
  const response = await post("/api/v1/agents/57/runs", '{ "input" : {"amount": 1240.00, "__proto__":1} }');
  expect(response.status).toBe(201);
  expect(asked).toMatchObject([{ request: { input: '{"amount": 1240.00, "__proto__":1}', triggerType: "api" } }]);
  expect(await response.json()).toEqual({
    id: `wf_57_run_2:${RUN_ID}`,
    workflowId: "wf_57_run_2",
    temporalRunId: RUN_ID,
    agentId: 57,
  });
  expect(response.headers.get("location")).toBe(`/api/v1/agents/57/runs/wf_57_run_2?temporalRunId=${RUN_ID}`);
  await expectProblem(await post("/api/v1/agents/57/runs", '{"input":[1]}'), "unprocessable");
});

test("a decision reaches the source, and its refusals keep their members", async () => {
  const { post, asked } = server();
  const response = await post(DECISION, APPROVE, { ...BOUND, "sec-fetch-site": "same-origin" });
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ decision: { decision: "approve" } });
  expect(asked.at(-1)?.request).toEqual({
    approvalId: "approval-1",
    body: { decision: "approve" },
    digest: "a".repeat(64),
    idempotencyKey: "key-1",
    mayDecideOwn: false,
    asServed: expect.any(Function),
    origin: { requestId: response.headers.get("x-request-id"), from: "", userAgent: "" },
  });
  const changed = await post(DECISION, APPROVE, { ...BOUND, "if-match": `"${"0".repeat(64)}"` });
  expect(await expectProblem(changed, "approval-changed")).toMatchObject({ digest: "1".repeat(64) });
});

test("page tokens lead to the next page, and not to another list or other filters", async () => {
  const { ask, asked } = server();
  const first = (await (await ask("/api/v1/agents?pageSize=3")).json()) as {
    agents: { id: number }[];
    nextPageToken: string;
  };
  const second = await ask(`/api/v1/agents?pageSize=3&pageToken=${first.nextPageToken}`);
  expect(await second.json()).toMatchObject({ agents: [{ id: 3 }, { id: 4 }], nextPageToken: null });
  await expectProblem(await ask(`/api/v1/approvals?pageToken=${first.nextPageToken}`), "bad-page-token");
  const runs = (await (await ask("/api/v1/agents/57/runs?status=error")).json()) as { nextPageToken: string };
  expect((await ask(`/api/v1/agents/57/runs?status=error&pageToken=${runs.nextPageToken}`)).status).toBe(200);
  expect(asked.at(-1)?.request).toMatchObject({ after: "after-1", status: "error", pageSize: 25 });
  for (const other of ["57/runs?status=running", "58/runs?status=error", "57/runs?status=error&timeframe=last_day"])
    await expectProblem(await ask(`/api/v1/agents/${other}&pageToken=${runs.nextPageToken}`), "bad-page-token");
});

test("pageSize is clamped to 1..100", async () => {
  const { ask, asked } = server();
  for (const size of ["0", "1", "100", "101", "99999999"]) await ask(`/api/v1/agents/57/runs?pageSize=${size}`);
  expect(asked.map((one) => (one.request as { pageSize: number }).pageSize)).toEqual([1, 1, 100, 100, 100]);
});

test("large fields are left out on request, named with size and link; the link gives their exact bytes as a file", async () => {
  const { ask } = server();
  const run = (await (await ask(`${RUN}?maxFieldBytes=1000`)).json()) as {
    pendingApproval: { note: string };
    workflowNodes: object[];
    runlight: { stubs: Record<string, { size: number; href: string }> };
  };
  expect(run.workflowNodes).toEqual([{ id: "a", status: "completed" }]);
  expect(run.pendingApproval.note).toHaveLength(5_000);
  const stub = run.runlight.stubs["/workflowNodes/0/output"];
  expect(stub?.size).toBe(5_002);
  const file = await ask(stub?.href ?? "");
  expect(await file.text()).toBe(JSON.stringify("x".repeat(5_000)));
  expect(file.headers.get("content-disposition")).toBe(
    'attachment; filename="wf_57_run_1-workflowNodes-0-output.json"',
  );
  expect(file.headers.get("content-security-policy")).toBe("default-src 'none'; frame-ancestors 'none'; sandbox");
  expect(file.headers.get("x-content-type-options")).toBe("nosniff");
});

test("page addresses get the page, assets for ever, and everything the security headers", async () => {
  const { ask } = server();
  for (const path of ["/", "/agents", "/agents/57/runs/wf_57.run%2F1", "/r/anything%ZZ"]) {
    const response = await ask(path);
    expect([response.status, await response.text()]).toEqual([200, "<!doctype html>"]);
    expect(response.headers.get("cache-control")).toBe("no-cache");
  }
  const asset = await ask("/assets/index-1.js");
  expect(asset.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  for (const path of ["/", "/assets/index-1.js", RUN, "/api/v1/nothing", "/livez", "/metrics", "/api/openapi.json"]) {
    const { headers } = await ask(path);
    expect(headers.get("content-security-policy")).toContain(
      "require-trusted-types-for 'script'; trusted-types 'none'",
    );
    expect(headers.get("x-frame-options")).toBe("DENY");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
  }
});

test("health: live always, ready only while the source answers and nobody asked to stop", async () => {
  const stop = new AbortController();
  const { ask } = server({}, { stopping: stop.signal });
  expect((await ask("/readyz", { headers: { host: "10.0.0.1", via: "1.1 probe" } })).status).toBe(200);
  stop.abort();
  await expectProblem(await ask("/readyz"), "unavailable");
  expect((await ask("/livez")).status).toBe(200);
  await expectProblem(await server({ isReady: () => false }).ask("/readyz"), "unavailable");
});

test("metrics count by template, never by address", async () => {
  const { ask } = server();
  await ask(`${RUN}?secret=1`);
  const text = await (await ask("/metrics")).text();
  expect(text).toContain(
    'runlight_requests_total{method="GET",route="/api/v1/agents/:agentId/runs/:runId",status="200"} 1',
  );
  expect(text).not.toContain("wf_57");
});

test("an answer of 32 MiB is sent whole; a larger one is refused unless its large fields are left out", async () => {
  const limit = 32 * 1_024 * 1_024;
  const textOf = (size: number): string => {
    const frame = '{"workflowId":"w","status":"completed","taskResult":""}';
    return frame.replace('""', `"${"x".repeat(size - frame.length)}"`);
  };
  const whole = server({ getRun: async () => ({ text: textOf(limit), agentId: 57 }) });
  expect((await (await whole.ask(RUN)).arrayBuffer()).byteLength).toBe(limit);
  const larger = server({ getRun: async () => ({ text: textOf(limit + 1), agentId: 57 }) });
  await expectProblem(await larger.ask(RUN), "bad-upstream");
  expect((await larger.ask(`${RUN}?maxFieldBytes=1000`)).status).toBe(200);
});
