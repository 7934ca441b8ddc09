/** The ways in which the fault proxy spoils an answer. */
import type { ServerResponse } from "node:http";
import type { Answer, SeenRequest } from "./fault-proxy.ts";

type Text = string | ((request: SeenRequest) => string);
type Headers = Readonly<Record<string, string>>;
/** Spoils this text instead of the server's answer. */
type Own = { readonly text?: Text };

export type Fault =
  | { readonly kind: "pass" }
  /** Never answers. */
  | { readonly kind: "hang" }
  /** The true answer, so many ms late. */
  | { readonly kind: "slow"; readonly ms: number }
  /** Headers, then one byte a second. */
  | ({ readonly kind: "drip" } & Own)
  /** The connection is reset before an answer; the server was not asked. */
  | { readonly kind: "reset" }
  /** The server was asked and has answered; nothing of it arrives. */
  | { readonly kind: "lose-answer" }
  /** The true answer's headers and this many bytes of its body; then the connection is cut. */
  | ({ readonly kind: "truncate"; readonly bytes: number } & Own)
  /** The true answer with a content-length that is off by so many bytes. */
  | ({ readonly kind: "wrong-length"; readonly by: number } & Own)
  /** 200 with a page of HTML, as a captive portal sends it. */
  | { readonly kind: "html" }
  /** 200 with JSON that ends too early. */
  | { readonly kind: "broken-json" }
  /** In the server's place: this status. */
  | { readonly kind: "status"; readonly status: number; readonly headers?: Headers; readonly body?: Text }
  /** In the server's place: 200 with this JSON text. */
  | { readonly kind: "answer"; readonly text: Text; readonly headers?: Headers };

interface Meeting {
  readonly request: SeenRequest;
  readonly outgoing: ServerResponse;
  readonly shiftMs: number;
  /** Forwards the request. */
  ask(): Promise<Answer>;
}

export async function spoil(fault: Fault, meeting: Meeting): Promise<void> {
  const { outgoing, request } = meeting;
  const own = (status: number, text: Text, type: string, headers: Headers = {}) => {
    const answer = ownAnswer(status, typeof text === "function" ? text(request) : text, type, headers);
    deliver({ kind: "pass" }, answer, meeting);
  };
  switch (fault.kind) {
    case "hang":
      return;
    case "slow":
      await new Promise((resolve) => setTimeout(resolve, fault.ms));
      return deliver({ kind: "pass" }, await meeting.ask(), meeting);
    case "reset":
      outgoing.socket?.resetAndDestroy();
      return;
    case "html":
      return own(200, "<!doctype html><h1>Sign in to the Wi-Fi</h1>", "text/html");
    case "broken-json":
      return own(200, '{"id":"wf_1_run_1","status":"runn', "application/json");
    case "status":
      return own(fault.status, fault.body ?? "", "application/problem+json", fault.headers);
    case "answer":
      return own(200, fault.text, "application/json", fault.headers);
    default: {
      const text = "text" in fault ? fault.text : undefined;
      const answer =
        text === undefined
          ? await meeting.ask()
          : ownAnswer(200, typeof text === "function" ? text(request) : text, "application/json", {});
      if (fault.kind === "lose-answer") outgoing.socket?.resetAndDestroy();
      else deliver(fault, answer, meeting);
    }
  }
}

function ownAnswer(status: number, text: string, type: string, headers: Headers): Answer {
  const body = Buffer.from(text);
  const now = Date.now();
  const all = {
    "content-type": type,
    "content-length": String(body.length),
    "cache-control": "private, no-cache",
    "runlight-now": String(now),
    date: new Date(now).toUTCString(),
    ...headers,
  };
  return { status, rawHeaders: Object.entries(all).flat(), body };
}

function deliver(
  fault: Fault & { kind: "pass" | "drip" | "truncate" | "wrong-length" },
  { status, rawHeaders, body }: Answer,
  { outgoing, shiftMs }: Meeting,
): void {
  const headers = shifted(rawHeaders, shiftMs);
  if (fault.kind === "wrong-length") setHeader(headers, "content-length", String(body.length + fault.by));
  // As it came: no header of this process's own.
  outgoing.sendDate = false;
  outgoing.strictContentLength = false;
  outgoing.writeHead(status, headers);
  switch (fault.kind) {
    case "pass":
      outgoing.end(body);
      return;
    case "wrong-length":
      outgoing.write(body, () => outgoing.destroy());
      return;
    case "truncate":
      // A header may not be sent before a first byte is; flushed, the page sees a true beginning.
      outgoing.flushHeaders();
      outgoing.write(body.subarray(0, fault.bytes), () => outgoing.destroy());
      return;
    case "drip":
      drip(outgoing, body);
  }
}

function drip(outgoing: ServerResponse, body: Buffer): void {
  outgoing.flushHeaders();
  let sent = 0;
  const timer = setInterval(() => {
    outgoing.write(body.subarray(sent, ++sent));
    if (sent >= body.length) outgoing.end();
  }, 1_000);
  outgoing.on("close", () => clearInterval(timer));
}

function shifted(rawHeaders: readonly string[], shiftMs: number): string[] {
  const headers = [...rawHeaders];
  if (shiftMs === 0) return headers;
  for (let i = 0; i < headers.length; i += 2) {
    const value = headers[i + 1] ?? "";
    const name = headers[i]?.toLowerCase();
    if (name === "runlight-now") headers[i + 1] = String(Number(value) + shiftMs);
    if (name === "date") headers[i + 1] = new Date(Date.parse(value) + shiftMs).toUTCString();
  }
  return headers;
}

function setHeader(headers: string[], name: string, value: string): void {
  const at = headers.findIndex((one, i) => i % 2 === 0 && one.toLowerCase() === name);
  if (at >= 0) headers[at + 1] = value;
  else headers.push(name, value);
}
