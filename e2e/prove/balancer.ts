/** A balancer on loopback: it asks each server whether it is ready, and sends every request to the next one that is. It tries nothing twice. */
import { Agent, createServer, request as forward, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

const PROBE_EVERY_MS = 200;
const AGENT = { keepAlive: true, maxSockets: 64 };

/** One server behind the balancer; another process takes its place by `moveTo`. */
export interface Replica {
  /** Without a slash at the end. */
  moveTo(url: string): void;
  /** What it last said. */
  readonly isReady: boolean;
}

export interface Balancer {
  /** Without a slash at the end. */
  readonly url: string;
  /** Not ready until it was asked. */
  add(url: string): Replica;
  close(): Promise<void>;
}

interface Target {
  url: string;
  agent: Agent;
  isReady: boolean;
}

export async function startBalancer(): Promise<Balancer> {
  const targets: Target[] = [];
  let turn = 0;
  let isOpen = true;

  async function probe(target: Target): Promise<void> {
    const { url } = target;
    const isReady = await fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (target.url === url) target.isReady = isReady;
    if (isOpen) setTimeout(() => void probe(target), PROBE_EVERY_MS);
  }

  function pass(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const ready = targets.filter(({ isReady }) => isReady);
    const target = ready[turn++ % ready.length];
    if (!target) return void outgoing.writeHead(502).end();
    const { method, url: path, headers } = incoming;
    const { port } = new URL(target.url);
    const { connection: _own, ...passed } = headers;
    const asked = forward({ hostname: "127.0.0.1", port, method, path, headers: passed, agent: target.agent });
    asked.on("response", (answer) => {
      const { connection: _theirs, "keep-alive": _time, ...kept } = answer.headers;
      outgoing.writeHead(answer.statusCode ?? 502, kept);
      answer.pipe(outgoing);
      answer.on("error", () => outgoing.destroy());
    });
    asked.on("error", (error) => (outgoing.headersSent ? outgoing.destroy() : outgoing.writeHead(502).end(`${error}`)));
    outgoing.on("close", () => asked.destroy());
    incoming.pipe(asked);
  }

  const server = createServer({ keepAliveTimeout: 0 }, pass);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    add(url) {
      const target: Target = { url, agent: new Agent(AGENT), isReady: false };
      targets.push(target);
      void probe(target);
      return {
        moveTo(next) {
          target.agent.destroy();
          Object.assign(target, { url: next, agent: new Agent(AGENT), isReady: false });
        },
        get isReady() {
          return target.isReady;
        },
      };
    },
    async close() {
      isOpen = false;
      for (const { agent } of targets) agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
