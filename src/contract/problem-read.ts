/** Reads an error answer into a Problem: RFC 9457 when the server speaks it, else from the status alone. */
import { JsonObject, type Json, JsonNumber, readJson } from "./json.ts";
import { PROBLEM_PREFIX, type Problem, type ProblemName, SERVER_PROBLEMS } from "./problem.ts";

const RETRY_MIN_MS = 1_000;
const RETRY_MAX_MS = 300_000;
/** UTF-16 units; a longer text of a foreign proxy helps nobody. */
const TEXT_MAX = 2_000;
const CONSUMED = new Set(["type", "title", "status", "detail", "instance"]);
/** The three date forms of RFC 9110 begin with a day's name; Date.parse alone would read "-1" as the year 2001. */
const HTTP_DATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? [\w :-]+$/;

const TITLES: Readonly<Record<number, string>> = {
  400: "The request was not understood",
  401: "Not signed in",
  403: "No access",
  404: "Not found",
  410: "No longer available",
  429: "Too many requests",
  500: "The server failed",
  502: "The server behind this one gave no usable answer",
  503: "The server is not available",
  504: "The server behind this one did not answer in time",
};

/**
 * Reads an answer that is not 2xx. `status` is the HTTP status, `retryAfterHeader` as sent, `now` the server's clock
 * in epoch ms where known, for the date form of Retry-After. Never throws.
 */
export function readProblem(
  status: number,
  contentType: string | null,
  bodyText: string,
  retryAfterHeader: string | null,
  now: number,
): Problem {
  const body = readBody(contentType, bodyText);
  const retryAfterMs = readRetryAfter(retryAfterHeader, now);
  const instance = textOf(body?.get("instance"));
  const members: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const { key, start, end } of body?.entries ?? [])
    if (!CONSUMED.has(key)) members[key] = bodyText.slice(start, end);
  return {
    name: nameOf(textOf(body?.get("type")), status),
    status,
    title: textOf(body?.get("title")) ?? TITLES[status] ?? `The server answered ${status}`,
    detail: textOf(body?.get("detail")) ?? "",
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(instance === undefined ? {} : { instance }),
    ...(Object.keys(members).length === 0 ? {} : { members }),
  };
}

/** Ms to stay away, within [1 s, 300 s]; undefined for absent, negative, unreadable and past values. */
export function readRetryAfter(header: string | null, now: number): number | undefined {
  const text = header?.trim() ?? "";
  if (/^[0-9]+$/.test(text)) return bound(Number(text) * 1_000);
  if (!HTTP_DATE.test(text)) return undefined;
  const at = Date.parse(text.endsWith("GMT") ? text : `${text} GMT`);
  return at > now ? bound(at - now) : undefined;
}

function bound(ms: number): number {
  return Math.min(RETRY_MAX_MS, Math.max(RETRY_MIN_MS, ms));
}

/** Only a JSON type is read: an HTML page of a proxy is no problem document. */
function readBody(contentType: string | null, text: string): JsonObject | undefined {
  if (!/^application\/(?:[\w.-]+\+)?json(?:\s*;|\s*$)/i.test(contentType ?? "")) return undefined;
  let json: Json;
  try {
    json = readJson(text);
  } catch {
    return undefined;
  }
  return json instanceof JsonObject ? json : undefined;
}

function textOf(value: Json | undefined): string | undefined {
  if (value instanceof JsonNumber) return value.raw;
  return typeof value === "string" && value !== "" ? value.slice(0, TEXT_MAX) : undefined;
}

function nameOf(type: string | undefined, status: number): ProblemName {
  const name = type?.startsWith(PROBLEM_PREFIX) ? type.slice(PROBLEM_PREFIX.length) : undefined;
  if (name !== undefined && Object.hasOwn(SERVER_PROBLEMS, name)) return name as ProblemName;
  // The first name of a status is its general one.
  const general = Object.entries(SERVER_PROBLEMS).find(([, of]) => of === status);
  // 409, 410 and 412 say something of a decision only when the server's own type says so.
  if (!general || status === 409 || status === 410 || status === 412) return "other";
  return general[0] as ProblemName;
}
