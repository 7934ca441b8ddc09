/** What the Modus API refuses, as our problems: its texts, its address and the token stay out of every answer. */
import { readRetryAfter } from "../../contract/problem-read.ts";
import { notFound, ProblemError } from "../problems.ts";

/** Whose token was sent: what to do about a refused one differs. */
export type TokenOf = "viewer" | "server";

/** The problem for a status that is no answer. `retryAfter` as sent, `now` epoch ms. */
export function refusalOf(status: number, retryAfter: string | undefined, tokenOf: TokenOf, now: number): ProblemError {
  const waitMs = readRetryAfter(retryAfter ?? null, now);
  const headers: Record<string, string> =
    waitMs === undefined ? {} : { "retry-after": String(Math.ceil(waitMs / 1_000)) };
  switch (status) {
    case 400:
      return new ProblemError(
        "bad-request",
        "Modus did not accept these filters or this page. Start from the first page.",
      );
    case 401:
      return tokenOf === "viewer"
        ? new ProblemError("not-signed-in", "Modus does not accept this token any more. Sign in again.")
        : new ProblemError("bad-upstream", "Modus does not accept this server's token. MODUS_TOKEN has to be renewed.");
    case 403:
      return new ProblemError("forbidden", "Modus gives this account no access to that.");
    case 404:
    case 410:
      return notFound();
    case 422:
      return new ProblemError("unprocessable", "Modus cannot work with these values.");
    case 429:
      return new ProblemError("busy", "Modus is asked too often by this account.", {}, headers);
  }
  if (status === 409 || status >= 500) return new ProblemError("unavailable", "Modus failed to answer.", {}, headers);
  if (status >= 300 && status < 400)
    return badUpstream("Modus sent this server elsewhere, and redirects are not followed.");
  return badUpstream("Modus answered in a way this version does not know.");
}

export function badUpstream(detail: string): ProblemError {
  return new ProblemError("bad-upstream", detail);
}
