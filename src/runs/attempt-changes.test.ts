/** What changed between attempts, and stacks with the agent's own frames first. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Payload } from "../contract/payload.ts";
import { readSteps } from "../contract/read-steps.ts";
import { attemptLines } from "./attempt-changes.ts";
import { readStack } from "./stack-frames.ts";

const T0 = Date.UTC(2026, 5, 12, 9, 30);
const at = (second: number) => new Date(T0 + second * 1_000).toISOString();
const linesOf = (attempts: object[]) => {
  const [step] = readSteps(new Payload(JSON.stringify([{ id: "a", status: "running", attempts }])));
  return attemptLines(step ?? { attempts: [], extra: [] });
};
const changesOf = (...errors: unknown[]) =>
  linesOf(errors.map((error, i) => ({ attempt: i + 1, status: "failed", error }))).map(({ changes }) => changes);
const http = (status: number, message = "upstream down") => ({
  type: "ActivityError",
  message: "failed",
  cause: { type: `HttpError ${status}`, message },
});

describe("attempts", () => {
  it("tell how long each took, what it waited and what it said", () => {
    const attempts = [
      { attempt: 1, status: "failed", startedAt: at(0), endedAt: at(14), error: http(502) },
      { attempt: 2, status: "failed", startedAt: at(24), endedAt: at(74), error: http(504) },
      { attempt: 3, status: "running", startedAt: at(94) },
    ];
    expect(linesOf(attempts)).toEqual([
      { tookMs: 14_000, said: "HttpError 502", changes: [] },
      {
        tookMs: 50_000,
        waitedMs: 10_000,
        said: "HttpError 504",
        changes: ["HttpError 502 → 504", "36.0 s longer"],
      },
      { waitedMs: 20_000, changes: [] },
    ]);
  });

  it("say how an error differs from the one before", () => {
    expect(changesOf(http(502), http(502))[1]).toEqual(["same error"]);
    expect(changesOf(http(502, "after 13.8 s"), http(502, "after 16.0 s"))[1]).toEqual(["same error, other numbers"]);
    expect(changesOf(http(502), http(502, "refused"))[1]).toEqual(["another message: refused"]);
    expect(changesOf("TimeoutError: x", http(502))[1]).toEqual(["TimeoutError → HttpError 502"]);
    expect(changesOf("lost", http(502))[1]).toEqual(["no type → HttpError 502"]);
    expect(changesOf(http(502), undefined)[1]).toEqual([]);
    expect(changesOf(http(502), { type: "x".repeat(500), message: "y" })[1]).toEqual([
      expect.stringMatching(/^.{160}…$/),
    ]);
  });

  it("say that the input changed, where the attempts tell", () => {
    const tries = [{ page: 1 }, { page: 1 }, { page: 2 }].map((input, i) => ({
      attempt: i + 1,
      status: "failed",
      input,
    }));
    expect(linesOf(tries).map(({ changes }) => changes)).toEqual([[], [], ["input changed"]]);
  });

  it("hold for anything sent: one line each, short, nothing for the first, the same error for the same text", () => {
    const time = fc.option(fc.integer({ min: -5, max: 500 }).map(at), { nil: undefined });
    const error = fc.oneof(
      fc.string(),
      fc.constantFrom(http(502), http(504), null, [], {}),
      fc.object({ maxDepth: 2 }),
    );
    const attempt = fc.record({
      status: fc.constantFrom("failed", "completed", "x"),
      startedAt: time,
      endedAt: time,
      error,
    });
    fc.assert(
      fc.property(fc.array(attempt, { minLength: 1, maxLength: 5 }), (attempts) => {
        const twice = linesOf([...attempts, attempts.at(-1) ?? {}]);
        expect(twice).toHaveLength(attempts.length + 1);
        expect(twice[0]?.changes).toEqual([]);
        for (const line of twice) {
          expect(line.tookMs ?? 0).toBeGreaterThanOrEqual(0);
          for (const text of [line.said ?? "", ...line.changes]) expect(text.length).toBeLessThanOrEqual(161);
        }
        const last = twice.at(-1);
        expect(last?.changes).toEqual(last?.said === undefined ? [] : ["same error"]);
      }),
      { numRuns: 10_000 },
    );
  });
});

describe("stacks", () => {
  it("show own frames, count those of libraries, keep all", () => {
    const stack =
      "HttpError: 502\n  at postRefund (/app/tools/payments.js:88:11)\n  at fetch (/app/node_modules/undici/index.js:1:2)\n  at node:internal/process:3:4\n  at runTool (/app/tools/index.js:41:20)";
    expect(readStack(stack)).toMatchObject({
      own: ["at postRefund (/app/tools/payments.js:88:11)", "at runTool (/app/tools/index.js:41:20)"],
      libraryCount: 2,
    });
    expect(readStack(stack).all).toHaveLength(5);
  });

  it("know Python and Java", () => {
    const python =
      'Traceback (most recent call last):\n  File "/app/tool.py", line 3, in run\n    call()\n  File "/usr/lib/python3/site-packages/requests/api.py", line 9, in get\n    return x';
    expect(readStack(python)).toMatchObject({
      own: ['File "/app/tool.py", line 3, in run', "call()"],
      libraryCount: 1,
    });
    const java =
      "com.acme.Boom: x\n\tat com.acme.Tool.run(Tool.java:7)\n\tat java.base/java.lang.Thread.run(Thread.java:1)\n\t... 12 more";
    expect(readStack(java)).toMatchObject({ own: ["at com.acme.Tool.run(Tool.java:7)"], libraryCount: 2 });
  });

  it("lose no line, whatever it is", () => {
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom("at a (/x.js:1)", "at b (node_modules/x.js:1)", 'File "/a.py"', "... 3 more"),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const text = lines.join("\n");
        const { own, libraryCount, all } = readStack(text);
        const sent = text
          .split(/\r?\n/)
          .map((one) => one.trim())
          .filter((one) => one !== "");
        expect(all).toEqual(sent);
        expect(own.length + libraryCount).toBeLessThanOrEqual(all.length);
        // Own lines are lines of the whole, in their order.
        let from = 0;
        for (const one of own) from = all.indexOf(one, from) + 1 || Number.POSITIVE_INFINITY;
        expect(from).toBeLessThan(Number.POSITIVE_INFINITY);
      }),
      { numRuns: 10_000 },
    );
  });
});
