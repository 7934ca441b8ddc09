/** Every form of a link and id that people paste, and everything else that they paste too. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseRunId, pathSegment } from "./run-id.ts";
import { LINK_TEXT_MAX, ownAgentOf, readRunLink } from "./run-link.ts";
import { isDoneWithin } from "./cpu-time.ts";

const UUID = "00000089-4a2b-4c3d-8e4f-5a6b7c8d9e0f";
const RUN = { kind: "run", agentId: 42, workflowId: "wf_42_run_88", kept: {} };
const PINNED = { ...RUN, temporalRunId: UUID };

describe("ids", () => {
  it.each([
    ["bare", "wf_42_run_88", RUN],
    ["composite", `wf_42_run_88:${UUID}`, PINNED],
    ["composite, upper case", `wf_42_run_88:${UUID.toUpperCase()}`, PINNED],
    ["escaped", `wf_42_run_88%3A${UUID}`, PINNED],
    ["in angle brackets with a full stop", "<wf_42_run_88>.", RUN],
    ["in typographic quotes", "“wf_42_run_88”,", RUN],
    ["as code", "`wf_42_run_88`", RUN],
    ["with hidden characters around it", "\ufeff\u200bwf_42_run_88\u202c\n", RUN],
    ["with a parenthesis of its own", "(wf_42_run(1))", { ...RUN, workflowId: "wf_42_run(1)" }],
    ["in a sentence", "Run wf_42_run_88, please look", RUN],
    ["in JSON", `{"id":"wf_42_run_88:${UUID}","status":"error"}`, PINNED],
    ["of another kind", "refund-A/10436", { kind: "agentless", workflowId: "refund-A/10436" }],
    [
      "of another kind, composite",
      `order-5:${UUID}`,
      { kind: "agentless", workflowId: "order-5", temporalRunId: UUID },
    ],
    [
      "in a command",
      `temporal workflow show -w order-5 --run-id ${UUID}`,
      { kind: "agentless", workflowId: "order-5", temporalRunId: UUID },
    ],
  ])("%s", (_, text, expected) => {
    expect(readRunLink(text)).toEqual(expected);
  });
});

describe("addresses", () => {
  const page = `https://runlight.example/agents/42/runs/wf_42_run_88?temporalRunId=${UUID}`;
  it.each([
    ["of a page", page, PINNED],
    ["with what was picked", `${page}&step=a%20b&view=graph&x=1`, { ...PINNED, kept: { step: "a b", view: "graph" } }],
    ["of a page below a folder", "http://h/tools/runlight/agents/42/runs/wf_42_run_88", RUN],
    ["without a scheme", "localhost:4600/agents/42/runs/wf_42_run_88.", RUN],
    ["without a host", "/agents/42/runs/wf_42_run_88", RUN],
    ["with a slash lost", "https:/h/agents/42/runs/wf_42_run_88", RUN],
    ["escaped as a whole", encodeURIComponent(page), PINNED],
    ["of the API", `https://api.staging.getmodus.com/api/v1/agents/42/runs/wf_42_run_88?temporalRunId=${UUID}`, PINNED],
    ["of a part of the API", "https://h/api/v1/agents/42/runs/wf_42_run_88/attempts", RUN],
    ["in Markdown", `See [the run](${page}) of today.`, PINNED],
    ["in a ticket that names the id first", `- Run: \`wf_42_run_88\`\n- ${page}`, PINNED],
    [
      "with an escaped slash in the id",
      "https://h/agents/7/runs/a%2Fb%3Ac",
      { ...RUN, agentId: 7, workflowId: "a/b:c" },
    ],
    [
      "with a slash in the id that nobody escaped",
      "https://h/agents/7/runs/a/b",
      { ...RUN, agentId: 7, workflowId: "a/b" },
    ],
    ["of Temporal’s page", `https://t.example/namespaces/default/workflows/wf_42_run_88/${UUID}/history`, PINNED],
    [
      "of Temporal’s page, agentless",
      "http://t/namespaces/d/workflows/o%2F5",
      { kind: "agentless", workflowId: "o/5" },
    ],
    ["wrapped by a mail filter", `https://safe.example/?url=${encodeURIComponent(page)}&data=1`, PINNED],
    ["of the link doctor", "https://h/r/wf_42_run_88", RUN],
    ["of the link doctor, with a query", `https://h/r?link=${encodeURIComponent(page)}`, PINNED],
  ])("%s", (_, text, expected) => {
    expect(readRunLink(text)).toEqual(expected);
  });

  it.each([
    "//",
    "javascript:alert(1)//agents",
    "https://evil.example/wf",
    "https://h/agents/42",
    "https://h/agents/42/runs/",
  ])("%s names no run to open", (text) => expect(readRunLink(text).kind).not.toBe("run"));
});

it.each([
  ["", "Nothing was pasted"],
  [" \n", "Nothing was pasted"],
  [UUID, "one attempt"],
  ["hello out there", "No link to a run"],
  ["https://example.com/", "leads to no run"],
  ["../../etc", "No run can have this id"],
  ["x".repeat(2_000), "too long"],
])("says what to paste instead of %j", (text, why) => {
  expect(readRunLink(text)).toEqual({ kind: "unknown", why: expect.stringContaining(why) as string });
});

describe("for any text", () => {
  const anything = fc.oneof(
    fc.string({ unit: "binary", maxLength: 200 }),
    fc
      .array(
        fc.constantFrom(
          "https://",
          "/agents/",
          "42",
          "/runs/",
          "wf_42_",
          UUID,
          ":",
          "%2F",
          "%",
          "?link=",
          "/r/",
          "(",
          ")",
          "x",
          " ",
          "<",
          '"',
          "..",
          "/namespaces/",
          "/workflows/",
          "-w ",
        ),
        { maxLength: 20 },
      )
      .map((parts) => parts.join("")),
  );

  it("a run that is read can be asked for, at a link of our own", () => {
    fc.assert(
      fc.property(anything, (text) => {
        const link = readRunLink(text);
        if (link.kind === "unknown") return link.why !== "";
        if (!parseRunId(link.workflowId) || (link.kind === "run" && !Number.isSafeInteger(link.agentId))) return false;
        const agentId = link.kind === "run" ? link.agentId : 1;
        const { origin, pathname } = new URL(`/agents/${agentId}/runs/${pathSegment(link.workflowId)}`, "https://own");
        return origin === "https://own" && pathname.split("/").length === 5;
      }),
      { numRuns: 10_000 },
    );
  });

  const id = fc
    .string({
      unit: fc.constantFrom("a", "Z", "0", "_", "-", "/", ":", "é", "%", "?", "#", "&", "+", " ", "(", "."),
      minLength: 1,
      maxLength: 30,
    })
    .filter((text) => parseRunId(text)?.temporalRunId === undefined && parseRunId(text) !== undefined);
  const parts = fc.record({
    step: fc.string({ unit: "grapheme", minLength: 1, maxLength: 9 }),
    view: fc.constantFrom("graph", "table"),
  });

  it("our own links come back as they were made", () => {
    fc.assert(
      fc.property(fc.nat(10 ** 6), id, parts, fc.boolean(), (agentId, workflowId, kept, isPinned) => {
        const pin = isPinned ? { temporalRunId: UUID } : {};
        const query = new URLSearchParams({ ...kept, ...pin });
        const link = `https://h.example/agents/${agentId}/runs/${pathSegment(workflowId)}?${query.toString()}`;
        expect(readRunLink(link)).toEqual({ kind: "run", agentId, workflowId, ...pin, kept });
      }),
      { numRuns: 10_000 },
    );
  });

  it("an id in a composite one or a sentence is found, with its agent", () => {
    const tail = fc.stringMatching(/^[a-zA-Z0-9_-]{1,20}$/);
    fc.assert(
      fc.property(
        fc.nat(10 ** 6),
        tail,
        fc.constantFrom("%", "<%>", "see %.", "“%”", "(%)", "Run: `%`\nnext", '{"id":"%"}'),
        (agent, rest, around) => {
          const workflowId = `wf_${agent}_${rest}`;
          const pinned = around.replace("%", `${workflowId}:${UUID}`);
          expect(readRunLink(pinned)).toEqual({
            kind: "run",
            agentId: agent,
            workflowId,
            temporalRunId: UUID,
            kept: {},
          });
          expect(readRunLink(around.replace("%", workflowId))).toMatchObject({
            kind: "run",
            agentId: agent,
            workflowId,
          });
          expect(ownAgentOf(workflowId)).toBe(agent);
        },
      ),
      { numRuns: 10_000 },
    );
  });

  it.each(["a:", "wf_1_", "https://", "/agents/", "a.b/", "(", "%25", "x-", `${UUID} `, "<", "_"])(
    "a long text of %j costs little",
    (part) => {
      const text = part.repeat(LINK_TEXT_MAX / part.length);
      const read = (): void => {
        readRunLink(text);
        // A sentence is searched in other ways than a text in one piece.
        readRunLink(`see ${text}`);
      };
      expect(isDoneWithin(500, read)).toBe(true);
    },
  );
});
