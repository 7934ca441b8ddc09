/** Sends requests no browser would send, to the real server, and gives back what came. */
import { request as httpRequest } from "node:http";
import { connect } from "node:net";

export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** 15 s unless told; answers of many megabytes take longer on a busy machine. */
  readonly timeoutMs?: number;
}

export interface Received {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const TIMEOUT_MS = 15_000;

export function send(port: number, { method, path, headers, body, timeoutMs = TIMEOUT_MS }: Sent): Promise<Received> {
  return new Promise((resolve, reject) => {
    // Node frames a body by itself only for methods that usually have one.
    const framed = body === undefined ? headers : { ...headers, "content-length": String(Buffer.byteLength(body)) };
    const request = httpRequest(
      { host: "127.0.0.1", port, method, path, headers: framed, timeout: timeoutMs },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const flat = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
          const all = Object.fromEntries(flat) as Record<string, string>;
          resolve({ status: response.statusCode ?? 0, headers: all, body: Buffer.concat(chunks).toString() });
        });
      },
    );
    request.on("timeout", () => request.destroy(new Error(`No answer to ${method} ${path}`)));
    request.on("error", reject);
    request.end(body);
  });
}

/** Writes bytes as they are and reads until the server closes; for what is not even HTTP. */
export function sendRaw(port: number, text: string): Promise<Received> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(text, "latin1"));
    const chunks: Buffer[] = [];
    socket.setTimeout(TIMEOUT_MS, () => socket.destroy(new Error(`No answer to ${text.slice(0, 60)}`)));
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("error", reject);
    socket.on("end", () => socket.end());
    socket.on("close", () => {
      const [head = "", ...rest] = Buffer.concat(chunks).toString().split("\r\n\r\n");
      const [first = "", ...lines] = head.split("\r\n");
      const pairs = lines.map((line) => [
        line.slice(0, line.indexOf(":")).toLowerCase(),
        line.slice(line.indexOf(":") + 1).trim(),
      ]);
      resolve({ status: Number(first.split(" ")[1]), headers: Object.fromEntries(pairs), body: rest.join("\r\n\r\n") });
    });
  });
}

/** A small generator with a seed, so that a failing sweep can be repeated. */
export function createRandom(seed: number): { below: (limit: number) => number; pick: <T>(from: readonly T[]) => T } {
  let state = seed >>> 0;
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  const pick = <T>(from: readonly T[]): T => {
    const one = from[below(from.length)];
    if (one === undefined) throw new Error("Nothing to pick from");
    return one;
  };
  return { below, pick };
}
