/** Small things that become large or slow when they are unpacked or read: refused in little time and little memory. */
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { LOCAL_ACCESS } from "./auth/local-access.ts";
import { createHandle } from "./handle.ts";
import { BOUND, DECISION, server } from "./handle-bench.ts";
import { SILENT_LOG } from "./log.ts";
import { openModusBench } from "./modus/test-bench.ts";

const CPU_MS = 100;
const RSS_BYTES = 50 * 1_024 * 1_024;
const BODY_BYTES = 16_000;
const MEMBER_BYTES = 1_000_000;
/** A gzip file may be many, one after the other: this many are 640 MB. */
const MEMBERS = 640;

/** What a bomb is made of, over and over. */
const UNITS = [
  ...["[", "{", '{"a":', "[[],", "[0,", '{"__proto__":', '{"a":{},', "]", "}", ",", ":", "null,"],
  ...["9", "1e", "-", "0.", '"', "\\", '"\\u0000', "\\ud83d", " ", "\n", "\u202e", "\ufeff", "\u0301"],
];

/** Processor time of the quickest of three tries, in ms: the first may compile, and the machine may be busy. */
async function quickest(work: () => Promise<void>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 3; round++) {
    const from = process.cpuUsage();
    await work();
    times.push(process.cpuUsage(from).user / 1_000);
    if ((times.at(-1) ?? 0) < CPU_MS) break;
  }
  return Math.min(...times);
}

test.each(UNITS)("a body of nothing but %j is refused at once", async (unit) => {
  const { post } = server();
  const count = Math.floor((BODY_BYTES - 60) / Buffer.byteLength(unit));
  for (const body of [unit.repeat(count), `{"decision":"reject","comment":${unit.repeat(count)}`]) {
    const took = await quickest(async () => {
      const { status } = await post(DECISION, body, BOUND);
      expect([400, 422]).toContain(status);
    });
    expect(took).toBeLessThan(CPU_MS);
  }
});

test.each(UNITS)("640 MB of %j in a few KB of an upstream's answer are not unpacked", async (unit) => {
  const limits = { deadlineMs: 20_000, maxBytes: 1_000_000 };
  const { source, answerWith } = await openModusBench({ limits });
  const member = gzipSync(Buffer.alloc(MEMBER_BYTES, unit));
  const bomb = Buffer.concat(Array.from({ length: MEMBERS }, () => member));
  answerWith((_request, response) => {
    response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" });
    response.end(bomb);
  });
  const handle = createHandle({ source, access: LOCAL_ACCESS, tokenKey: source.tokenKey, log: SILENT_LOG });
  const before = process.memoryUsage().rss;
  let run = 0;
  const took = await quickest(async () => {
    const response = await handle(new Request(`http://localhost/api/v1/agents/57/runs/wf_57_run_${++run}`));
    expect(await response.text()).toContain("urn:runlight:problem:bad-upstream");
  });
  expect(took).toBeLessThan(CPU_MS);
  expect(process.memoryUsage().rss - before).toBeLessThan(RSS_BYTES);
});
