/** What signing in says, by what the server said. Only types and closed lists of words branch. */
import type { Problem } from "../contract/problem.ts";

/** A way to sign in, as the server names it. */
export type Way = "token" | "modus-token" | "oidc";

const WAYS: readonly Way[] = ["token", "modus-token", "oidc"];

/** From the member `signIn` of the 401. A token alone when it does not say. */
export function waysOf({ members }: Problem): readonly Way[] {
  try {
    const named: unknown = JSON.parse(members?.["signIn"] ?? "");
    const known = Array.isArray(named) ? WAYS.filter((way) => named.includes(way)) : [];
    if (known.length > 0) return known;
  } catch {
    // Another server, or a proxy before it.
  }
  return ["token"];
}

/** Why a token did not let somebody in, and what to do. */
export function tokenTrouble(problem: Problem): string {
  switch (problem.name) {
    case "not-signed-in":
      return "This token isn’t accepted. It may be incomplete, expired or revoked.";
    case "busy": {
      const seconds = Math.ceil((problem.retryAfterMs ?? 0) / 1_000);
      return `Too many tries. Wait ${seconds > 0 ? `${seconds} s` : "a moment"}, then try again.`;
    }
    case "bad-upstream":
    case "unavailable":
      return "The token could not be checked: what stands behind Runlight does not answer. Try again in a minute.";
    case "network":
    case "timeout":
      return "Runlight does not answer. Check your network and try again.";
    case "bad-request":
    case "unprocessable":
    case "body-too-large":
      return "This doesn’t look like a token. Copy it again, as a whole.";
    case "forbidden":
      return problem.detail || "This token gives no access here.";
    default:
      return `${problem.title}. ${problem.detail}`;
  }
}

/** Why the identity provider's answer led back without signing in; from the address, so only known words count. */
const PROVIDER_TROUBLE: Readonly<Record<string, string>> = {
  denied: "The identity provider did not let you in. If you did not cancel it yourself, ask who runs it.",
  "no-role":
    "Your identity is known, but it has no role here. Ask whoever runs this Runlight to give you one, then try again.",
  expired: "Signing in took too long, or began in another browser. Try again.",
  unavailable: "The identity provider does not answer. Try again in a minute; if it lasts, tell whoever runs Runlight.",
  failed:
    "The identity provider’s answer could not be verified, so nobody was signed in. Try again; if it lasts, tell whoever runs Runlight: the log says why.",
};

const MARK = "#sign-in=";

/** The sentence for a fragment such as `#sign-in=denied`. */
export function providerTrouble(fragment: string): string | undefined {
  const word = fragment.startsWith(MARK) ? fragment.slice(MARK.length) : "";
  return Object.hasOwn(PROVIDER_TROUBLE, word) ? PROVIDER_TROUBLE[word] : undefined;
}
