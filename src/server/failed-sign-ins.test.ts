/** Ten wrong tries a minute and no more, from one address or with one token; a right token never waits. */
import { expect, test } from "vitest";
import { createSessions } from "./auth/sessions.ts";
import { createSignedAccess } from "./auth/signed-access.ts";
import { expectProblem, server } from "./handle-bench.ts";
import { createLimits } from "./limits.ts";
import { ProblemError } from "./problems.ts";

const RIGHT = "right-token";
const SESSION = "/api/v1/session";
const HEADERS = { origin: "http://localhost", "content-type": "application/json" };
const BUSY = expect.objectContaining({ problem: "busy" });

/** Two ways to try a token, from an address. */
function open() {
  const sessions = createSessions({ secret: "s".repeat(32), isSecure: false, now: Date.now });
  const access = createSignedAccess({
    sessions,
    ways: ["token"],
    readers: [
      async (token) => (token === RIGHT ? { way: "jwt", name: "ann", roles: ["viewer"], agents: "all" } : undefined),
    ],
  });
  const { handle } = server({}, { access });
  const form = (token: string, address: string): Promise<Response> =>
    handle(
      new Request(`http://localhost${SESSION}`, { method: "POST", headers: HEADERS, body: JSON.stringify({ token }) }),
      address,
    );
  const bearer = (token: string, address: string, path = SESSION): Promise<Response> =>
    handle(new Request(`http://localhost${path}`, { headers: { authorization: `Bearer ${token}` } }), address);
  return { form, bearer };
}

test.each(["form", "bearer"] as const)(
  "wrong tokens by %s: ten, then busy; a right one passes all the same",
  async (way) => {
    const ways = open();
    const attempt = ways[way];
    for (let i = 0; i < 10; i++) await expectProblem(await attempt(`wrong-${i}`, "192.0.2.1"), "not-signed-in");
    for (const one of [ways.form, ways.bearer]) {
      const busy = await one("wrong-more", "192.0.2.1");
      expect(Number(busy.headers.get("retry-after"))).toBeGreaterThan(0);
      expect(Number(busy.headers.get("retry-after"))).toBeLessThanOrEqual(6);
      await expectProblem(busy, "busy");
      expect((await one(RIGHT, "192.0.2.1")).status).toBe(200);
    }
    await expectProblem(await attempt("wrong-more", "198.51.100.1"), "not-signed-in");
  },
);

test("a right token counts for nothing, however often it is shown", async () => {
  const { form, bearer } = open();
  for (let i = 0; i < 30; i++) expect((await form(RIGHT, "192.0.2.1")).status).toBe(200);
  for (let i = 0; i < 10; i++) await expectProblem(await bearer(`wrong-${i}`, "192.0.2.1"), "not-signed-in");
});

test("addresses without a route take no more tries than others", async () => {
  const { bearer } = open();
  for (let i = 0; i < 10; i++) await bearer(`wrong-${i}`, "192.0.2.1", "/api/nothing");
  await expectProblem(await bearer("wrong-more", "192.0.2.1", "/api/nothing"), "busy");
  await expectProblem(await bearer("wrong-more", "192.0.2.1", "/api/v1/agents/57/runs/x/payload"), "busy");
});

test("one token sent again and again is refused by itself, and takes one try of its address", async () => {
  const { form, bearer } = open();
  for (let i = 0; i < 11; i++) await expectProblem(await bearer("old", "192.0.2.1"), "not-signed-in");
  await expectProblem(await bearer("old", "192.0.2.1"), "busy");
  for (let i = 0; i < 9; i++) await expectProblem(await form(`wrong-${i}`, "192.0.2.1"), "not-signed-in");
  await expectProblem(await form("wrong-more", "192.0.2.1"), "busy");
});

test("who fails without a token is counted by address", async () => {
  const now = 1;
  const limits = createLimits(() => now);
  for (let i = 0; i < 10; i++) limits.failedSignIn("192.0.2.1", "");
  expect(() => limits.failedSignIn("192.0.2.1", "")).toThrow(ProblemError);
  expect(() => limits.failedSignIn("192.0.2.1", "x")).toThrow(BUSY);
  expect(() => limits.failedSignIn("192.0.2.2", "x")).not.toThrow();
});
