/** The one error shape from server to screen: RFC 9457 problem details. Only `type` is ever branched on. */

/** Every problem type Runlight knows. The part after the prefix is stable; titles and details are for people. */
export const PROBLEM_PREFIX = "urn:runlight:problem:";

/** Answered by the server. The number is the HTTP status that goes with it. */
export const SERVER_PROBLEMS = {
  "bad-request": 400,
  "bad-page-token": 400,
  "not-signed-in": 401,
  forbidden: 403,
  "self-approval": 403,
  "not-found": 404,
  "method-not-allowed": 405,
  "already-decided": 409,
  "run-closed": 409,
  "approval-expired": 410,
  "approval-changed": 412,
  "body-too-large": 413,
  "uri-too-long": 414,
  "not-json": 415,
  unprocessable: 422,
  "precondition-required": 428,
  busy: 429,
  internal: 500,
  "not-supported": 501,
  "bad-upstream": 502,
  unavailable: 503,
} as const;

/** Made in the browser when no usable answer came. They never travel. */
export const CLIENT_PROBLEMS = ["network", "timeout", "bad-answer", "wrong-run"] as const;

export type ProblemName = keyof typeof SERVER_PROBLEMS | (typeof CLIENT_PROBLEMS)[number] | "other";

/** A problem as the page holds it. `status` is 0 when there was no HTTP answer. */
export interface Problem {
  readonly name: ProblemName;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  /** How long the server asked us to stay away, in ms; absent when it did not say or said nonsense. */
  readonly retryAfterMs?: number;
  /** The request's id, for the server's log. */
  readonly instance?: string;
  /** Members beyond RFC 9457, as JSON text: `winner` of a 409, `digest` of a 412. */
  readonly members?: Readonly<Record<string, string>>;
}
