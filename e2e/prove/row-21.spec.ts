/** Row 21: no shared cache may keep an answer of the API, whatever its state; files that never change are kept for ever. */
import { expect } from "@playwright/test";
import { test } from "../server.ts";
import { sweepAnswers } from "./every-answer.ts";
import { figure } from "./figure.ts";
import { mayStore, readDirectives } from "./shared-cache.ts";

test.use({ serverArgs: ["--speed", "200", "--no-samples"] });

test("row 21: Nothing private in shared caches", async ({ server }, info) => {
  test.setTimeout(120_000);
  const answers = await sweepAnswers(server);
  const api = answers.filter(({ kind }) => kind === "api" || kind === "none");
  const stored = answers.filter(mayStore);
  const open = api.filter(({ received }) => {
    const said = readDirectives(received["cache-control"] ?? "");
    return !said.has("private") && !said.has("no-store");
  });
  const statuses = [...new Set(api.map(({ status }) => status))].toSorted((a, b) => a - b);
  figure(
    info,
    `${api.length} API answers of ${statuses.length} statuses, ${open.length} neither private nor no-store; the cache stored ${stored.filter(({ kind }) => kind === "api").length}`,
  );
  const named = (found: typeof answers) => found.slice(0, 10).map((one) => `${one.method} ${one.path} ${one.status}`);
  expect(named(open)).toEqual([]);
  expect(named(stored.filter(({ kind }) => kind === "api"))).toEqual([]);
  for (const status of [200, 304, 400, 403, 404, 405, 413, 414, 415, 422, 428]) expect(statuses).toContain(status);

  // What is kept is the same for everybody: the page without a word of anybody's, and its files.
  const assets = answers.filter((one) => one.path.startsWith("/assets/") && one.status === 200);
  expect(assets.length).toBeGreaterThan(3);
  for (const { received } of assets) expect(received["cache-control"]).toBe("public, max-age=31536000, immutable");
  const documents = answers.filter(
    ({ kind, status, path }) => (kind === "document" || path === "/index.html") && status === 200,
  );
  expect(documents.length).toBeGreaterThan(3);
  for (const { received } of documents) expect(received["cache-control"]).toMatch(/^(?:private, )?no-cache$/);
});

test("row 21: the cache that judges is a real one", () => {
  const keeps = (cacheControl: string, more: Partial<Parameters<typeof mayStore>[0]> = {}): boolean =>
    mayStore({ method: "GET", status: 200, sent: {}, received: { "cache-control": cacheControl }, ...more });
  expect(["", "no-cache", "max-age=1", "public", 'private="set-cookie"'].map((text) => keeps(text))).toEqual([
    true,
    true,
    true,
    true,
    true,
  ]);
  expect(["private", "no-store", "No-Store, max-age=9"].map((text) => keeps(text))).toEqual([false, false, false]);
  expect(keeps("max-age=9", { sent: { authorization: "Bearer x" } })).toBe(false);
  expect(keeps("s-maxage=9", { sent: { authorization: "Bearer x" } })).toBe(true);
  expect([keeps("", { status: 500 }), keeps("max-age=1", { status: 500 }), keeps("", { status: 404 })]).toEqual([
    false,
    true,
    true,
  ]);
  expect(keeps("", { method: "POST" })).toBe(false);
});
