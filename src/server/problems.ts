/** How the server refuses: ProblemError, thrown anywhere below `handle`, becomes an RFC 9457 answer. */
import { PROBLEM_PREFIX, SERVER_PROBLEMS } from "../contract/problem.ts";
import type { JsonText } from "../contract/run-events.ts";

export type ServerProblem = keyof typeof SERVER_PROBLEMS;

const TITLES: Readonly<Record<ServerProblem, string>> = {
  "bad-request": "The request cannot be understood",
  "bad-page-token": "The page token is not valid here",
  "not-signed-in": "Signed out",
  forbidden: "No access",
  "self-approval": "You cannot decide your own run",
  "not-found": "Not found or not yours",
  "method-not-allowed": "This address does not take that method",
  "already-decided": "Somebody has decided already",
  "run-closed": "The run is over",
  "approval-expired": "The approval has expired",
  "approval-changed": "The approval has changed",
  "body-too-large": "The body is too large",
  "uri-too-long": "The address is too long",
  "not-json": "The body must be JSON",
  unprocessable: "The values do not fit",
  "precondition-required": "If-Match is missing",
  busy: "Too many requests",
  internal: "Something broke in Runlight",
  "not-supported": "This source cannot do that",
  "bad-upstream": "The source gave an unusable answer",
  unavailable: "Not available now",
};

/** What every answer to a missing, foreign or mismatched run says: one text, so that nothing can be told apart. */
export const NOT_FOUND_DETAIL = "There is no such thing here, or it is not yours to see.";

/**
 * A refusal. `detail` is for people and must hold no stack, no path of this machine and no address of another one.
 * `members` are extra members of the body as JSON text, such as `winner` of already-decided.
 */
export class ProblemError extends Error {
  readonly problem: ServerProblem;
  readonly status: number;
  readonly members: Readonly<Record<string, JsonText>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    problem: ServerProblem,
    detail: string,
    members: Readonly<Record<string, JsonText>> = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
    this.name = "ProblemError";
    this.problem = problem;
    this.status = SERVER_PROBLEMS[problem];
    this.members = members;
    this.headers = headers;
  }
}

export function notFound(): ProblemError {
  return new ProblemError("not-found", NOT_FOUND_DETAIL);
}

/** The body of a refusal. `instance` is the request's id, the same as the `x-request-id` header. */
export function problemText(error: ProblemError, requestId: string): JsonText {
  const head = JSON.stringify({
    type: PROBLEM_PREFIX + error.problem,
    title: TITLES[error.problem],
    status: error.status,
    detail: error.message,
    instance: requestId,
  });
  const members = Object.entries(error.members).map(([name, text]) => `,${JSON.stringify(name)}:${text}`);
  return `${head.slice(0, -1)}${members.join("")}}`;
}

export const PROBLEM_TYPE = "application/problem+json";
