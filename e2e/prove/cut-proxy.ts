/** A proxy that counts bytes: the answer to the next decision is cut after so many, headers included. */
import { connect, createServer, type Socket } from "node:net";
import type { AddressInfo } from "node:net";

export interface CutProxy {
  /** Without a slash at the end. */
  readonly url: string;
  /** The next answer to a decision is cut after this many bytes; later ones pass. */
  cutNext(afterBytes: number): void;
  /** Idempotency keys of the decisions that came since `cutNext`. */
  readonly keys: readonly string[];
  /** Bytes of the last answer to a decision that passed whole. */
  readonly lastLength: number;
  close(): Promise<void>;
}

/** One request at a time on a connection, as HTTP/1.1 without pipelining has it. */
export async function startCutProxy(target: string): Promise<CutProxy> {
  const { port } = new URL(target);
  const sockets = new Set<Socket>();
  let cutAfter: number | undefined;
  let keys: string[] = [];
  let lastLength = 0;

  const server = createServer((client) => {
    const upstream = connect(Number(port), "127.0.0.1");
    let isDecision = false;
    let limit: number | undefined;
    let passed = 0;
    const end = (): void => {
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", end).on("close", () => {
        sockets.delete(socket);
        end();
      });
    }
    client.on("data", (chunk) => {
      const head = chunk.toString("latin1");
      if (/^(GET|POST|HEAD) /.test(head)) {
        isDecision = /^POST [^ ]*\/decision/.test(head);
        passed = 0;
        limit = undefined;
        if (isDecision) {
          keys.push(/\r\nidempotency-key: ([^\r]*)/i.exec(head)?.[1] ?? "");
          limit = cutAfter;
          cutAfter = undefined;
        }
      }
      upstream.write(chunk);
    });
    upstream.on("data", (chunk) => {
      const rest = limit === undefined ? chunk.length : Math.max(0, limit - passed);
      passed += chunk.length;
      if (isDecision) lastLength = passed;
      if (passed < (limit ?? Number.POSITIVE_INFINITY)) client.write(chunk);
      else client.end(chunk.subarray(0, rest), () => end());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cutNext: (afterBytes) => {
      cutAfter = afterBytes;
      keys = [];
    },
    get keys() {
      return keys;
    },
    get lastLength() {
      return lastLength;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
