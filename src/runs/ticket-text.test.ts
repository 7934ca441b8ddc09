/** Tickets: what they carry, and that nothing an agent wrote does anything in one. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Payload } from "../contract/payload.ts";
import { readSteps } from "../contract/read-steps.ts";
import { parseRun, type Run } from "../contract/run.ts";
import { failingStep } from "./failing-step.ts";
import { inTicket, ticketText } from "./ticket-text.ts";

const LINK = "https://runlight.example/agents/57/runs/wf_57_run_1?temporalRunId=00000089-4a2b-4c3d-8e4f-5a6b7c8d9e0f";
const run = (over: object = {}): Run =>
  parseRun(
    JSON.stringify({
      workflowId: "wf_57_run_1",
      temporalRunId: "00000089-4a2b-4c3d-8e4f-5a6b7c8d9e0f",
      agentId: 57,
      agentName: "Refund Review",
      status: "error",
      startedAt: "2026-06-12T09:30:00Z",
      endedAt: "2026-06-12T09:35:30Z",
      ...over,
    }),
  );
const failing = (title: string, message: string) =>
  failingStep(
    readSteps(
      new Payload(
        JSON.stringify([
          {
            id: "x",
            name: title,
            status: "failed",
            attempt: 3,
            error: { type: "A", message: "outer", cause: { type: "HttpError 502", message } },
          },
        ]),
      ),
    ),
  );

it("carries agent, status, failing step, first line of the error, both times and the link", () => {
  const lines = ticketText(run(), failing("Issue the refund", "upstream down\nsecond line"), LINK).split("\n");
  expect(lines).toEqual([
    "**Refund Review** · Error",
    "- Failing step: Issue the refund (3 attempts)",
    "- Error: HttpError 502, upstream down",
    expect.stringMatching(/^- Started: 2026-06-12T09:30:00\.000Z \(local 2026-06-1\d \d\d:\d\d:00 [+-]\d\d:\d\d\)$/),
    expect.stringMatching(/^- Ended: 2026-06-12T09:35:30\.000Z \(local .* [+-]\d\d:\d\d\)$/),
    "- Run: `wf_57_run_1`, attempt `00000089-4a2b-4c3d-8e4f-5a6b7c8d9e0f`",
    `- ${LINK}`,
  ]);
});

it("leaves out what is not there, and names a run without steps by its own error", () => {
  const bare = run({ startedAt: undefined, endedAt: undefined, temporalRunId: undefined, taskError: "E1: gone\nat x" });
  expect(ticketText(bare, undefined, LINK).split("\n").slice(1, 3)).toEqual([
    "- Error: `E1: gone`",
    "- Run: `wf_57_run_1`",
  ]);
  expect(ticketText(run({ agentName: "", statusReason: "approval_timeout" }), undefined, LINK)).toMatch(
    /^\*\*Agent 57\*\* · Error, Approval timed out\n/,
  );
});

describe("what the agent wrote", () => {
  it.each([
    ["@everyone look", "`@everyone look`"],
    ["![x](http://evil/x.png)", "`![x](http://evil/x.png)`"],
    ["see #12 and !34", "`see #12 and !34`"],
    ["www.evil.example", "`www.evil.example`"],
    ["<img src=x>", "`<img src=x>`"],
    ["a`b``@me", "`a'b''@me`"],
    ["pay\u202eegnahc", "`pay[U+202E]egnahc`"],
    ["a\u0000b", "`a[NUL]b`"],
    ["one\ntwo", "one"],
    ["one\rtwo", "`one[CR]two`"],
    ["Fetch orders", "Fetch orders"],
    [" \n ", ""],
  ])("%j is written as %j", (text, expected) => {
    expect(inTicket(text, 100)).toBe(expected);
  });

  it("is cut, never within a character", () => {
    expect(inTicket("x".repeat(200), 10)).toBe(`\`${"x".repeat(10)}…\``);
    expect(inTicket("😀😀", 3)).toBe("`😀…`");
  });

  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 60 }),
    fc
      .array(
        fc.constantFrom(
          "`",
          "``",
          "\n",
          "\r",
          "\u2028",
          "@a",
          "[x](y)",
          "<b>",
          "**",
          "\\",
          "\u202e",
          " ",
          "- ",
          "#1",
          "http://x",
          "A",
        ),
        { maxLength: 12 },
      )
      .map((parts) => parts.join("")),
  );

  it("is one line, in a code span nothing can leave, with no hidden character", () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 80 }), (written, max) => {
        const line = inTicket(written, max);
        expect(line).not.toMatch(/[\r\n\u0085\u2028\u2029]/);
        // Joiners of scripts and emoji, and number and abbreviation signs that are drawn, hide nothing.
        const rest = line.replace(
          /\ufe0f|\u200c|\u200d|[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}]/gu,
          "",
        );
        expect(rest).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
        expect(line).toMatch(/^(?:`[^`]+`|[\p{L}\p{N}][\p{L}\p{N}\p{M} ,]*|)$/u);
        expect(line.length).toBeLessThanOrEqual(max + 3);
      }),
      { numRuns: 10_000 },
    );
  });

  it("adds no line and no markup to a ticket", () => {
    fc.assert(
      fc.property(text, text, text, text, (name, title, message, id) => {
        const one = run({ agentName: name, status: title || "error", workflowId: id || "w", statusReason: message });
        const lines = ticketText(one, failing(title || "t", message || "m"), LINK).split("\n");
        expect(lines.length).toBeLessThanOrEqual(7);
        const outside = lines.map((line) => line.replace(/`[^`]*`/g, "").replace(/^- /, "")).slice(0, -1);
        const plain = outside
          .join("\n")
          .replace(/^\*\*[^*]*\*\*/, "")
          .replace(/\(local [^()]*\)/g, "")
          .replace(/\(\d+ attempts\)/, "");
        expect(plain).not.toMatch(/[`*_[\]()<>#!|~@&\\]/);
      }),
      { numRuns: 10_000 },
    );
  });
});
