/** Row 19: a run that does not change costs next to nothing on the wire. */
import { expect } from "@playwright/test";
import { connect } from "node:net";
import { startServer, test } from "../server.ts";
import { figure } from "./figure.ts";

const STEPS = 560;
const INTERVAL_S = 2;
/** The page asks for 20 s, and is let go a little before, not all in one moment. */
const HELD_AT_LEAST_S = 17;
const FIVE_MINUTES_S = 300;

interface Wire {
  readonly status: number;
  readonly etag: string;
  readonly tookMs: number;
  /** Headers and body, as they came. */
  readonly bytes: number;
  readonly bodyBytes: number;
}

/** One GET over a connection of its own, as a browser sends it. */
function get(url: URL, headers: Readonly<Record<string, string>>): Promise<Wire> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const sentAt = performance.now();
    const all = { host: url.host, "accept-encoding": "gzip, br", connection: "close", ...headers };
    const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
    const socket = connect(Number(url.port), "127.0.0.1", () => {
      socket.write(`GET ${url.pathname} HTTP/1.1\r\n${lines.join("")}\r\n`);
    });
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("error", reject);
    socket.on("end", () => {
      const whole = Buffer.concat(chunks);
      const at = whole.indexOf("\r\n\r\n");
      const head = whole.subarray(0, at).toString();
      resolve({
        status: Number(head.split(" ")[1]),
        etag: /^etag: (.*)$/im.exec(head)?.[1] ?? "",
        tookMs: performance.now() - sentAt,
        bytes: whole.length,
        bodyBytes: whole.length - at - 4,
      });
    });
  });
}

test("row 19: Unchanged = tiny", async ({}, info) => {
  test.setTimeout(60_000);
  const server = await startServer({ args: ["--speed", "0.001", "--no-samples"] });
  const { workflowId } = await server.startRun(63, { n: STEPS });
  const url = new URL(`${server.url}/api/v1/agents/63/runs/${workflowId}`);
  const plain = await get(url, { "accept-encoding": "identity" });
  const whole = await get(url, {});
  const unchanged = await get(url, { "if-none-match": whole.etag });
  const held = await get(url, { "if-none-match": whole.etag, prefer: "wait=4" });
  await server.remove();

  // The state once, then a held request after the other, against the whole answer at every poll.
  const saved = (seconds: number): number => {
    const polled = Math.floor(seconds / INTERVAL_S) * whole.bytes;
    return 100 * (1 - (whole.bytes + Math.floor(seconds / HELD_AT_LEAST_S) * held.bytes) / polled);
  };
  figure(
    info,
    `${(plain.bodyBytes / 1_000).toFixed(0)} KB, ${(whole.bytes / 1_000).toFixed(1)} KB as sent; 304: ${unchanged.bytes} bytes, body ${unchanged.bodyBytes}; saved ${saved(10).toFixed(0)} % in 10 s, ${saved(FIVE_MINUTES_S).toFixed(1)} % in 5 min`,
  );
  expect(plain.bodyBytes).toBeGreaterThan(70_000);
  expect([unchanged.status, unchanged.bodyBytes, held.status, held.bodyBytes]).toEqual([304, 0, 304, 0]);
  expect(held.tookMs).toBeGreaterThanOrEqual(3_000);
  expect(saved(10)).toBeGreaterThanOrEqual(75);
  expect(saved(FIVE_MINUTES_S)).toBeGreaterThan(95);
});
