/** Tries that never reach the source are written down too; nobody fills the log from outside, nobody asks too often. */
import { expect, test } from "vitest";
import type { AuditEntry } from "./audit-log.ts";
import { APPROVE, BOUND, DECISION, expectProblem, JSON_TYPE, RUN, server } from "./handle-bench.ts";
import { ProblemError } from "./problems.ts";
import type { Viewer } from "./source.ts";

const ANN: Viewer = { name: "ann", isLocal: false, roles: new Set(["approver"]), agents: "all", scope: "ann" };

/** A local server and what it wrote down. */
function local() {
  const lines: AuditEntry[] = [];
  return { lines, ...server({}, { noteAudit: (entry) => void lines.push(entry) }) };
}

/** A server on which the header `who` says who asks; nobody without it. */
function shared() {
  const lines: AuditEntry[] = [];
  const identify = async ({ headers }: Request): Promise<Viewer> => {
    const name = headers.get("who");
    if (name === null) throw new ProblemError("not-signed-in", "Sign in.");
    return { ...ANN, name };
  };
  const access = { admit: () => undefined, identify };
  return { lines, ...server({}, { access, noteAudit: (entry) => void lines.push(entry) }) };
}

const REFUSED = [
  ["another site", APPROVE, { ...BOUND, "sec-fetch-site": "cross-site" }, "forbidden", ""],
  ["a form", APPROVE, { ...BOUND, "content-type": "text/plain" }, "not-json", "local"],
  ["no reason", '{"decision":"reject","comment":"too short"}', BOUND, "unprocessable", "local"],
  ["no digest", APPROVE, { ...JSON_TYPE, "idempotency-key": "k" }, "precondition-required", "local"],
  ["a huge body", `{"decision":"${"x".repeat(20_000)}"}`, BOUND, "body-too-large", "local"],
] as const;

test.each(REFUSED)("a decision with %s is a line", async (_what, body, headers, outcome, who) => {
  const { lines, post } = local();
  const response = await post(DECISION, body, { ...headers, "user-agent": "Tester/1.0" });
  await expectProblem(response, outcome);
  expect(lines).toEqual([
    {
      at: expect.stringMatching(/^\d{4}-.*Z$/),
      who,
      isLocal: who === "local",
      tried: `POST ${DECISION}`,
      outcome,
      requestId: response.headers.get("x-request-id"),
      from: "",
      userAgent: "Tester/1.0",
    },
  ]);
});

test("so is a try to reveal, by somebody who may not, and one that finds nothing hidden", async () => {
  const some = local();
  await expectProblem(await some.post(`${RUN}/reveal`, '{"path":"/status"}'), "unprocessable");
  expect(some.lines).toMatchObject([{ who: "local", tried: `POST ${RUN}/reveal`, outcome: "unprocessable" }]);
  const other = shared();
  await expectProblem(
    await other.post(`${RUN}/reveal`, '{"path":"/status"}', { ...JSON_TYPE, who: "ann" }),
    "forbidden",
  );
  expect(other.lines).toMatchObject([{ who: "ann", isLocal: false, outcome: "forbidden" }]);
});

test("a line that cannot be written refuses the try as unavailable", async () => {
  const noteAudit = (): never => {
    throw new ProblemError("unavailable", "The disk is full.");
  };
  await expectProblem(await server({}, { noteAudit }).post(DECISION, "[]", BOUND), "unavailable");
});

test("looking, starting and a good decision leave no such line", async () => {
  const { lines, post, ask } = local();
  await ask(RUN);
  await ask("/nothing.txt");
  await post(DECISION, APPROVE, BOUND);
  await post("/api/v1/agents/57/runs", "[]");
  expect(lines).toEqual([]);
});

test("strangers leave thirty lines a minute and no more; from elsewhere they still do", async () => {
  const { lines, handle } = shared();
  const attempt = (address: string): Promise<Response> =>
    handle(new Request(`http://localhost${DECISION}`, { method: "POST", headers: BOUND, body: APPROVE }), address);
  for (let i = 0; i < 30; i++) await expectProblem(await attempt("192.0.2.1"), "not-signed-in");
  const busy = await attempt("192.0.2.1");
  expect(Number(busy.headers.get("retry-after"))).toBeGreaterThan(0);
  await expectProblem(busy, "busy");
  expect(lines).toHaveLength(30);
  await expectProblem(await attempt("198.51.100.1"), "not-signed-in");
  expect(lines.at(-1)).toMatchObject({ who: "", from: "198.51.100.0/24", outcome: "not-signed-in" });
});

test("each person may decide thirty times a minute, whatever their address", async () => {
  const { post } = shared();
  const decide = (who: string): Promise<Response> => post(DECISION, APPROVE, { ...BOUND, who });
  for (let i = 0; i < 30; i++) expect((await decide("ann")).status).toBe(200);
  await expectProblem(await decide("ann"), "busy");
  expect((await decide("bob")).status).toBe(200);
});

test("a thousand viewers behind one address, and ten tabs of one, are never refused", async () => {
  const { handle } = shared();
  const get = async (who: string): Promise<number> =>
    (await handle(new Request(`http://localhost${RUN}`, { headers: { who } }), "192.0.2.1")).status;
  const seen = new Set<number>();
  for (let i = 0; i < 1_000; i++) seen.add(await get(`viewer-${i}`));
  for (let i = 0; i < 300; i++) seen.add(await get("ann"));
  expect([...seen]).toEqual([200]);
});
