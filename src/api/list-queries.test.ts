// @vitest-environment happy-dom
/** How lists are polled: gently, slower while they fail, not at all after a refusal. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { RequestFailed } from "./client.ts";
import { hiddenEvery, runsQuery } from "./list-queries.ts";

type Every = (query: { state: object }) => number | false;

function everyMs(error: Error | null, count = 1): number | false {
  const every = runsQuery(1).refetchInterval as unknown as Every;
  return every({ state: { error, errorUpdateCount: count, dataUpdateCount: count } });
}

function failed(status: number, retryAfterMs?: number): RequestFailed {
  const after = retryAfterMs === undefined ? {} : { retryAfterMs };
  return new RequestFailed({ name: "other", status, title: "", detail: "", ...after });
}

test("every ten seconds, ±20 %, and the same when asked again", () => {
  for (let count = 1; count < 100; count++) {
    const ms = everyMs(null, count);
    expect(ms).toBe(everyMs(null, count));
    expect(ms).toBeGreaterThanOrEqual(8_000);
    expect(ms).toBeLessThanOrEqual(12_000);
  }
});

test.each([0, 429, 500, 503])("after a %i once a minute, or as late as the server says", (status) => {
  expect(everyMs(failed(status))).toBeGreaterThanOrEqual(48_000);
  expect(everyMs(failed(status, 300_000))).toBe(300_000);
});

test.each([400, 401, 403, 404])("never after a %i", (status) => expect(everyMs(failed(status))).toBe(false));

test("property: a hidden tab asks at most once a minute, whatever happens, and not at all after a refusal", () => {
  const statuses = fc.constantFrom(undefined, 0, 401, 403, 404, 429, 500, 503);
  fc.assert(
    fc.property(statuses, fc.option(fc.nat(), { nil: undefined }), fc.nat(), (status, retryAfterMs, count) => {
      const error = status === undefined ? null : failed(status, retryAfterMs);
      const ms = hiddenEvery({ state: { error, errorUpdateCount: count, dataUpdateCount: count } });
      if (status !== undefined && [401, 403, 404].includes(status)) expect(ms).toBe(false);
      else expect(ms).toBeGreaterThanOrEqual(Math.max(60_000, status === undefined ? 0 : (retryAfterMs ?? 0)));
    }),
    { numRuns: 10_000 },
  );
});
