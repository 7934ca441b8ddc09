/** Ids reach the source exactly as meant, or not at all. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { pathSegment } from "../contract/run-id.ts";
import { LOCAL_ACCESS } from "./auth/local-access.ts";
import { fixedSource } from "./fixed-source.ts";
import { createHandle } from "./handle.ts";
import { SILENT_LOG } from "./log.ts";

const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string(),
  fc.webPath(),
  fc.constantFrom(
    "..",
    ".",
    "%2e%2e",
    "a/../b",
    "..\\x",
    "a%2Fb",
    "wf_1:x",
    "wf 1",
    "wf?x=1#y",
    "a;b",
    "\u0000",
    "ü/ß:1",
  ),
);

test("10,000 ids: the source is asked for exactly what was meant, or the answer is 400", async () => {
  const { source, asked } = fixedSource();
  const handle = createHandle({ source, access: LOCAL_ACCESS, tokenKey: new Uint8Array(32), log: SILENT_LOG });
  let exact = 0;
  // What is asked for twice in a moment is answered from the first time.
  const known = new Set<string>();
  await fc.assert(
    fc.asyncProperty(text, async (id) => {
      fc.pre(id.isWellFormed() && !known.has(id.toLowerCase()));
      known.add(id.toLowerCase());
      asked.length = 0;
      const response = await handle(new Request(`http://localhost/api/v1/agents/57/runs/${pathSegment(id)}`));
      const [first] = asked;
      if (!first) {
        // A "." or ".." of its own is gone before anybody sees it: addresses are normalised by every client.
        expect([400, id === "" || id === "." || id === ".." ? 404 : 400]).toContain(response.status);
        return;
      }
      exact++;
      const { workflowId, temporalRunId } = first.ref ?? { workflowId: "" };
      const meant = temporalRunId ? `${workflowId}:${temporalRunId}` : workflowId;
      expect(temporalRunId ? meant.toLowerCase() : meant).toBe(temporalRunId ? id.toLowerCase() : id);
    }),
    { numRuns: 10_000 },
  );
  expect(exact).toBeGreaterThan(5_000);
});

test("10,000 agent ids: exactly that number, or 400", async () => {
  const { source, asked } = fixedSource();
  const handle = createHandle({ source, access: LOCAL_ACCESS, tokenKey: new Uint8Array(32), log: SILENT_LOG });
  const agentId = fc.oneof(
    fc.nat().map(String),
    fc.bigInt().map(String),
    fc.double().map(String),
    fc.string({ minLength: 1 }),
  );
  await fc.assert(
    fc.asyncProperty(agentId, async (id) => {
      fc.pre(id !== "." && id !== ".." && id.isWellFormed());
      asked.length = 0;
      const response = await handle(new Request(`http://localhost/api/v1/agents/${pathSegment(id)}/runs`));
      if (asked[0]) expect(String(asked[0].agentId)).toBe(id);
      else expect(response.status).toBe(400);
      expect(Boolean(asked[0])).toBe(/^(?:0|[1-9]\d{0,14})$/.test(id));
    }),
    { numRuns: 10_000 },
  );
});
