/** Another site in a browser: pages on other addresses that try to make a visitor decide, and hear what came of it. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface EvilSite {
  /** Cross-site for every page of ours. */
  readonly farUrl: string;
  /** The same host on another port: same-site, as a sibling is. */
  readonly nearUrl: string;
  /** What `/` shows next. */
  show(html: string): void;
  close(): Promise<void>;
}

export async function startEvilSite(): Promise<EvilSite> {
  let html = "";
  const server = createServer((_request, response) => {
    response.setHeader("content-type", "text/html");
    response.end(html);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    farUrl: `http://evil.localhost:${port}/`,
    nearUrl: `http://localhost:${port}/`,
    show: (next) => void (html = next),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** A form that sends itself at once. `fields` become its inputs; for text/plain one name holds all that is sent. */
export function formPage(action: string, enctype: string, fields: Readonly<Record<string, string>>): string {
  const inputs = Object.entries(fields).map(
    ([name, value]) => `<input type="hidden" name="${escape(name)}" value="${escape(value)}">`,
  );
  return `<form method="post" action="${escape(action)}" enctype="${enctype}">${inputs.join("")}</form><script>document.forms[0].submit()</script>`;
}

function escape(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");
}
