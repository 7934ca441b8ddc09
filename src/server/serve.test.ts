/** Stopping without losing an answer, and refusing what is not HTTP. */
import { request } from "node:http";
import { connect } from "node:net";
import { afterEach, expect, test } from "vitest";
import type { Handle } from "./handle.ts";
import { createHttpServer, drain, listen } from "./serve.ts";

const opened: ReturnType<typeof createHttpServer>[] = [];
afterEach(() => {
  for (const server of opened.splice(0)) server.closeAllConnections();
});

async function serve(handle: Handle) {
  const server = createHttpServer(handle);
  opened.push(server);
  const port = await listen(server, 0, "127.0.0.1");
  return { server, port, url: `http://127.0.0.1:${port}` };
}

/** Everything the server writes until it closes the connection. */
function raw(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(text));
    socket.on("data", (chunk) => (received += chunk.toString()));
    socket.on("error", reject);
    socket.on("end", () => socket.end());
    socket.on("close", () => resolve(received));
  });
}

test("a request under way is answered while the server stops; a new one is not taken", async () => {
  let release: (() => void) | undefined;
  const isAsked = new Promise<void>((asked) => {
    release = asked;
  });
  let answer: (response: Response) => void = () => undefined;
  const { server, url } = await serve(() => {
    release?.();
    return new Promise((resolve) => (answer = resolve));
  });
  const pending = fetch(url);
  await isAsked;
  const drained = drain(server, 5_000);
  await expect(fetch(url)).rejects.toThrow("fetch failed");
  answer(new Response("answered"));
  expect(await (await pending).text()).toBe("answered");
  await drained;
});

test("what does not finish in time is cut off", async () => {
  let asked: () => void = () => undefined;
  const isAsked = new Promise<void>((resolve) => (asked = resolve));
  const { server, url } = await serve(() => {
    asked();
    return new Promise(() => undefined);
  });
  const pending = fetch(url).then(
    () => "answered",
    () => "cut",
  );
  await isAsked;
  await drain(server, 20);
  expect(await pending).toBe("cut");
});

test.each([
  ["nonsense", "NONSENSE\r\n\r\n", 400],
  ["no Host", "GET / HTTP/1.1\r\nConnection: close\r\n\r\n", 400],
  ["a Host that is none", "GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n", 400],
  ["headers beyond all limits", `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${"x".repeat(70_000)}\r\n\r\n`, 414],
  ["CONNECT", "CONNECT example.com:443 HTTP/1.1\r\nHost: localhost\r\n\r\n", 405],
] as const)("%s is refused in the shape of every refusal", async (_what, text, status) => {
  const { port } = await serve(async () => new Response("reached"));
  const received = await raw(port, text);
  expect(received).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(received.toLowerCase()).toContain("content-type: application/problem+json");
  expect(received.toLowerCase()).toContain("x-frame-options: deny");
  expect(JSON.parse(received.slice(received.indexOf("\r\n\r\n")))).toMatchObject({ status });
});

test("an Expect nobody knows is ignored", async () => {
  const { port } = await serve(async () => new Response("reached"));
  const status = await new Promise((resolve, reject) => {
    const asked = request({ port, headers: { expect: "miracles" } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.on("error", reject);
    asked.end();
  });
  expect(status).toBe(200);
});

test("a taken port says so", async () => {
  const { port } = await serve(async () => new Response());
  await expect(
    listen(
      createHttpServer(async () => new Response()),
      port,
      "127.0.0.1",
    ),
  ).rejects.toMatchObject({ code: "EADDRINUSE" });
});
