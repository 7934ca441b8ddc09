/**
 * The browser's only door to HTTP. Every request ends within its deadline, answers are read as text up to a cap, and
 * nothing throws: what went wrong is a Problem.
 */
import type { Problem, ProblemName } from "../contract/problem.ts";
import { BadAnswer } from "../contract/run.ts";
import { noteAnswered, noteSignedOut } from "./signed-out.ts";

/** After what a request may ask the server to wait, in ms. */
export const DEADLINE_MS = 10_000;
/** UTF-16 units. The server's own limit is 32 MiB of UTF-8, so no answer of it is longer. */
const TEXT_MAX = 32 * 1_024 * 1_024;

interface Ask {
  readonly method?: "GET" | "POST" | "DELETE";
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON text. */
  readonly body?: string;
  readonly signal?: AbortSignal;
  /** How long the server was asked to hold the answer, in ms. */
  readonly waitMs?: number;
  /** Signing in or out: what the answer says of that is the caller's. */
  readonly isSession?: boolean;
}

/** How a request ended. Times are the client's clock in epoch ms. */
export interface Ended {
  /** From 1, increasing in the order requests were sent. */
  readonly request: number;
  readonly sentAt: number;
  readonly settledAt: number;
  /** When the headers came. */
  readonly answeredAt?: number;
  /** The server's clock in epoch ms. */
  readonly serverNow?: number;
}

export interface Reply extends Ended {
  readonly kind: "reply";
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** What an answer says that is none of 2xx or 304. */
  readonly problem?: Problem;
}

/** No whole answer came; what the server did is not known. */
export interface Failed extends Ended {
  readonly kind: "failed";
  readonly problem: Problem;
}

/** The request failed, for queries that report it the way TanStack Query expects: thrown. */
export class RequestFailed extends Error {
  override name = "RequestFailed";
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.title);
    this.problem = problem;
  }
}

let lastRequest = 0;
let sentTimes: readonly number[] = [];

/** Numbers an answer that came another way, in the order of all of them. */
export const nextRequest = (): number => ++lastRequest;

/** Requests this page sent in the last minute. */
export function requestsLastMinute(): number {
  sentTimes = sentTimes.filter((at) => at > Date.now() - 60_000);
  return sentTimes.length;
}

/** As a request that was given up ends. */
export function aborted(): Failed {
  const now = Date.now();
  return { kind: "failed", request: nextRequest(), sentAt: now, settledAt: now, problem: lost(false) };
}

/** Sends one request to our own server. `path` begins with `/`. Never throws. */
export async function send(path: string, ask: Ask = {}): Promise<Reply | Failed> {
  const request = nextRequest();
  const sentAt = Date.now();
  sentTimes = [...sentTimes.filter((at) => at > sentAt - 60_000), sentAt];
  const deadline = AbortSignal.timeout(DEADLINE_MS + (ask.waitMs ?? 0));
  let answered: { answeredAt?: number; serverNow?: number } = {};
  try {
    const response = await fetch(path, {
      method: ask.method ?? "GET",
      // Ours is the only cache: the browser's would answer for the server's clock and rights.
      cache: "no-store",
      redirect: "error",
      headers: {
        accept: "application/json",
        ...(ask.body === undefined ? {} : { "content-type": "application/json" }),
        ...ask.headers,
      },
      ...(ask.body === undefined ? {} : { body: ask.body }),
      signal: ask.signal ? AbortSignal.any([ask.signal, deadline]) : deadline,
    });
    const serverNow = readServerNow(response.headers);
    answered = { answeredAt: Date.now(), ...(serverNow === undefined ? {} : { serverNow }) };
    const text = await readText(response);
    const { status, headers } = response;
    const settledAt = Date.now();
    const problem =
      response.ok || status === 304 ? undefined : await readRefusal(response, text, serverNow ?? settledAt);
    if (!ask.isSession && status < 400) noteAnswered();
    if (!ask.isSession && status === 401 && problem) noteSignedOut(problem, ask.method !== undefined);
    const reply = { kind: "reply", request, sentAt, settledAt, ...answered, status, headers, text } as const;
    return problem ? { ...reply, problem } : reply;
  } catch (error) {
    const problem = error instanceof BadAnswer ? badAnswer(error.message) : lost(deadline.aborted);
    return { kind: "failed", request, sentAt, settledAt: Date.now(), ...answered, problem };
  }
}

/**
 * What a 2xx reply says, by its parser; or the problem. `isUnknown`: the server may have acted all the same, for no
 * whole and readable answer of it came.
 */
export function readReply<T>(
  reply: Reply | Failed,
  parse: (text: string) => T,
): { kind: "value"; value: T } | { kind: "problem"; problem: Problem; isUnknown: boolean } {
  if (reply.kind === "failed") return { kind: "problem", problem: reply.problem, isUnknown: true };
  const contentType = reply.headers.get("content-type");
  if (reply.status < 200 || reply.status > 299) {
    const isOwn = /^application\/problem\+json/i.test(contentType ?? "");
    const isUnknown = reply.status >= 500 && !(isOwn && (reply.status === 501 || reply.status === 503));
    return { kind: "problem", problem: reply.problem ?? unread(reply.status), isUnknown };
  }
  if (!/^application\/json\s*(?:;|$)/i.test(contentType ?? "")) {
    const detail = `Expected JSON, got ${contentType ?? "no content type"}.`;
    return { kind: "problem", problem: badAnswer(detail), isUnknown: true };
  }
  try {
    return { kind: "value", value: parse(reply.text) };
  } catch (error) {
    if (!(error instanceof BadAnswer)) throw error;
    return { kind: "problem", problem: badAnswer(error.message), isUnknown: true };
  }
}

/** The part of the page that reads an answer did not arrive. */
export const CODE_MISSING: Problem = {
  name: "network",
  status: 0,
  title: "A part of this page could not be loaded",
  detail: "Runlight may have been updated, or the network is away. Loading the page again helps with both.",
};

/** Sends and reads in one step; throws RequestFailed. */
export async function ask<T>(path: string, parse: (text: string) => T, signal?: AbortSignal): Promise<T> {
  const read = readReply(await send(path, signal ? { signal } : {}), parse);
  if (read.kind === "problem") throw new RequestFailed(read.problem);
  return read.value;
}

/** What reads refusals comes after the first view, or with the first refusal: most pages never see one. */
const refusals = () => import("../contract/problem-read.ts");

/** Begins to load it; never throws. */
export function preloadRefusals(): void {
  refusals().catch(() => undefined);
}

async function readRefusal({ status, headers }: Response, text: string, now: number): Promise<Problem> {
  try {
    const { readProblem } = await refusals();
    return readProblem(status, headers.get("content-type"), text, headers.get("retry-after"), now);
  } catch {
    return unread(status);
  }
}

/** What stops the page or takes a run off the screen, which must not wait for code that a deploy may have removed. */
const STOPPING: Readonly<Record<number, ProblemName>> = { 401: "not-signed-in", 403: "forbidden", 404: "not-found" };

/** Its reader did not come: then the status is all there is. */
function unread(status: number): Problem {
  return { name: STOPPING[status] ?? "other", status, title: `The server answered ${status}`, detail: "" };
}

function readServerNow(headers: Headers): number | undefined {
  const sent = headers.get("runlight-now") ?? "";
  return /^[0-9]{1,15}$/.test(sent) ? Number(sent) : undefined;
}

const TOO_LARGE = () => new BadAnswer("The answer is larger than 32 MiB.");

async function readText(response: Response): Promise<string> {
  // Our server says how long each answer is; the browser's own reading takes half the time of the one below.
  if (response.headers.has("content-length")) {
    const text = await response.text();
    if (text.length > TEXT_MAX) throw TOO_LARGE();
    return text;
  }
  const reader = response.body?.getReader();
  if (!reader) return "";
  const decoder = new TextDecoder();
  const parts: string[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    const part = decoder.decode(value, { stream: !done });
    parts.push(part);
    length += part.length;
    if (length > TEXT_MAX) {
      await reader.cancel();
      throw TOO_LARGE();
    }
    if (done) return parts.join("");
  }
}

function badAnswer(detail: string): Problem {
  return { name: "bad-answer", status: 0, title: "The answer could not be read", detail };
}

function lost(isTimeout: boolean): Problem {
  return isTimeout
    ? { name: "timeout", status: 0, title: "No answer in time", detail: "The server did not answer within its time." }
    : {
        name: "network",
        status: 0,
        title: "No connection",
        detail: "The server could not be reached, or its answer was cut off.",
      };
}
