/**
 * Row 26: whatever stands behind Runlight, its answers are those of its contract document, and the same. The 1,000 cases
 * of each operation take over ten minutes a source: they run with `--nightly`. RUNLIGHT_CONTRACT_CASES says another number.
 */
import { expect, test } from "@playwright/test";
import { type RunlightServer, startServer } from "../server.ts";
import { runClusterTests } from "./cluster-tests.ts";
import { figure } from "./figure.ts";
import { installSchemathesis, type Schemathesis } from "./schemathesis.ts";

const CASES = Number(process.env["RUNLIGHT_CONTRACT_CASES"] ?? (process.env["RUNLIGHT_NIGHTLY"] ? 1_000 : 100));
const GOLDEN = 10;
const TITLE = "row 26: Three backends, one contract";

interface Backend {
  readonly name: string;
  /** The server first, then what it stands before. */
  start(): Promise<readonly RunlightServer[]>;
}

const BACKENDS: readonly Backend[] = [
  { name: "embedded", start: async () => [await startServer()] },
  {
    name: "temporal",
    start: async () => [
      await startServer({ args: ["--source", "temporal"], env: { TEMPORAL_ADDRESS: clusterAddress() } }),
    ],
  },
  {
    name: "modus",
    // The three addresses of the hosted API are Runlight's own too: one in front of another.
    start: async () => {
      const upstream = await startServer();
      const env = { MODUS_API_URL: `${upstream.url.replace("localhost", "127.0.0.1")}/api/v1`, MODUS_TOKEN: "modus_x" };
      return [await startServer({ args: ["--source", "modus"], env }), upstream];
    },
  },
];

function clusterAddress(): string {
  const address = process.env["TEMPORAL_ADDRESS"];
  if (address) return address;
  throw new Error("TEMPORAL_ADDRESS names no Temporal server. Start one: temporal server start-dev --headless");
}

test.describe.configure({ mode: "serial" });

let tool: Schemathesis;
test.beforeAll(async () => {
  test.setTimeout(900_000);
  tool = await installSchemathesis();
});
test.afterAll(() => tool?.remove());

for (const { name, start } of BACKENDS) {
  test(`${TITLE}: ${name}`, async ({}, info) => {
    test.setTimeout(3_600_000);
    const servers = await start();
    try {
      const { cases, operations, failures } = await tool.check(servers[0]?.url ?? "", CASES);
      const each = `${CASES} of each`;
      figure(info, `${name}: ${cases} cases of ${operations} operations, ${each}, ${failures.length} failures`);
      expect(failures).toEqual([]);
      expect(cases).toBeGreaterThan(CASES);
    } finally {
      for (const server of servers) await server.remove();
    }
  });
}

test(`${TITLE}: golden answers`, async ({}, info) => {
  test.setTimeout(1_200_000);
  const { passed, failed, failures } = await runClusterTests("golden");
  figure(info, `${passed} of ${passed + failed} golden answers equal on embedded and temporal, outside ids and times`);
  expect(failures).toEqual([]);
  expect(passed).toBe(GOLDEN);
});
