/** The door to HTTP: what is an answer, what is a problem, and when the outcome is not known. */
import { afterEach, expect, test, vi } from "vitest";
import { BadAnswer } from "../contract/run.ts";
import { readReply, send } from "./client.ts";

const json = { "content-type": "application/json; charset=utf-8" };

function answering(body: BodyInit | null, init: ResponseInit = {}): void {
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(body, init)));
}
afterEach(() => vi.unstubAllGlobals());

async function read(body: BodyInit | null, init: ResponseInit = {}) {
  answering(body, init);
  return readReply(await send("/x"), (text) => text);
}

test("a 2xx with JSON is what its parser says, byte for byte", async () => {
  expect(await read('{"a":1.00,"é":"\\ud800"}', { headers: json })).toEqual({
    kind: "value",
    value: '{"a":1.00,"é":"\\ud800"}',
  });
});

test("requests are numbered as they are sent; the server's clock is read", async () => {
  answering("{}", { headers: { ...json, "runlight-now": "1790000000000" } });
  const first = await send("/x");
  const second = await send("/x");
  expect(second.request).toBe(first.request + 1);
  expect(second.serverNow).toBe(1_790_000_000_000);
  answering("{}", { headers: { ...json, "runlight-now": "1e99" } });
  expect((await send("/x")).serverNow).toBeUndefined();
});

test.each([
  ["HTML with 200", "<p>Approved", { headers: { "content-type": "text/html" } }, "bad-answer", true],
  ["no content type", "{}", { headers: {} }, "bad-answer", true],
  ["a 500", "", { status: 500 }, "internal", true],
  ["a proxy's 502", "<h1>", { status: 502, headers: { "content-type": "text/html" } }, "bad-upstream", true],
  ["a proxy's 503", "<h1>", { status: 503, headers: { "content-type": "text/html" } }, "unavailable", true],
  ["our own 503", "{}", { status: 503, headers: { "content-type": "application/problem+json" } }, "unavailable", false],
  ["a 412", "{}", { status: 412, headers: json }, "other", false],
])("%s is a problem", async (_, body, init, name, isUnknown) => {
  expect(await read(body, init)).toMatchObject({ kind: "problem", problem: { name }, isUnknown });
});

test("a parser's refusal is a bad answer", async () => {
  answering("{}", { headers: json });
  const reply = await send("/x");
  const parse = () => {
    throw new BadAnswer("no status");
  };
  expect(readReply(reply, parse)).toMatchObject({ problem: { name: "bad-answer", detail: "no status" } });
});

test("no connection, and an answer cut off, are a network problem of unknown outcome", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("fetch failed")));
  expect(await send("/x")).toMatchObject({ kind: "failed", problem: { name: "network", status: 0 } });
  const cut = new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode('{"a"')),
    pull: (controller) => controller.error(new TypeError("terminated")),
  });
  expect(await read(cut, { headers: json })).toMatchObject({ problem: { name: "network" }, isUnknown: true });
});

test("reading stops above 32 MiB", async () => {
  const chunk = new Uint8Array(1_048_576).fill(32);
  let sent = 0;
  const endless = new ReadableStream({ pull: (controller) => controller.enqueue((sent++, chunk)) });
  expect(await read(endless, { headers: json })).toMatchObject({ problem: { name: "bad-answer" } });
  expect(sent).toBeLessThan(40);
});

test.each([0, 1])("an answer that says its length is read whole up to 32 MiB; %d more is refused", async (more) => {
  const length = 32 * 1_048_576 + more;
  answering("1".padEnd(length), { headers: { ...json, "content-length": String(length) } });
  const read = readReply(await send("/x"), (text) => text.length);
  const detail = read.kind === "problem" ? read.problem.detail : read.value;
  expect(detail).toBe(more ? "The answer is larger than 32 MiB." : length);
});

test.each([
  [401, "not-signed-in"],
  [403, "forbidden"],
  [404, "not-found"],
  [500, "other"],
] as const)("a %d whose reader a deploy has removed still says %s", async (status, name) => {
  vi.resetModules();
  vi.doMock("../contract/problem-read.ts", () => {
    throw new Error("gone");
  });
  try {
    expect(await read("{}", { status, headers: json })).toMatchObject({ kind: "problem", problem: { name, status } });
  } finally {
    vi.doUnmock("../contract/problem-read.ts");
  }
});
