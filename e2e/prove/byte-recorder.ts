/** A proxy on loopback that keeps every byte the browser gets, unpacked: what a page threw away is there, too. */
import { createServer, request as forward } from "node:http";
import type { AddressInfo } from "node:net";

export interface ByteRecorder {
  /** Where the browser goes; without a slash at the end. */
  readonly url: string;
  /** Head and body of every answer, by request. */
  readonly answers: ReadonlyMap<string, string>;
  /** From now on requests go to this server. */
  target(url: string): void;
  close(): Promise<void>;
}

export async function startByteRecorder(): Promise<ByteRecorder> {
  const answers = new Map<string, string>();
  let upstream = new URL("http://127.0.0.1");
  let count = 0;
  const server = createServer((incoming, outgoing) => {
    const { method, url = "/", headers } = incoming;
    const name = `answer ${++count} ${method} ${url}`;
    const sent = { ...headers, "accept-encoding": "identity" };
    const ask = forward({ host: "127.0.0.1", port: upstream.port, method, path: url, headers: sent }, (answer) => {
      const chunks: Buffer[] = [];
      const keep = () => answers.set(name, answer.rawHeaders.join("\n") + Buffer.concat(chunks).toString("latin1"));
      outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        keep();
        outgoing.write(chunk);
      });
      answer.on("end", () => outgoing.end());
      answer.on("error", () => outgoing.destroy());
      keep();
    });
    ask.on("error", () => outgoing.destroy());
    outgoing.on("close", () => ask.destroy());
    incoming.pipe(ask);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    answers,
    target: (url) => void (upstream = new URL(url)),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
