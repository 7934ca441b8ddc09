/**
 * Who may ask while there is no sign-in: only this machine's own user. A loopback Host stops DNS rebinding, a foreign
 * Origin stops other sites, and a proxy's header stops a reverse proxy from making a stranger local.
 */
import { ProblemError } from "../problems.ts";
import type { Viewer } from "../source.ts";
import type { Access } from "./access.ts";

export const LOCAL_VIEWER: Viewer = {
  name: "local",
  isLocal: true,
  roles: new Set(["viewer", "approver", "operator"]),
  agents: "all",
  scope: "local",
};

export const LOCAL_ACCESS: Access = {
  admit: (request, isWrite) => void localViewer(request, isWrite),
  identify: async (request, isWrite) => localViewer(request, isWrite),
};

const PROXY_HEADERS = ["forwarded", "via", "x-real-ip"];

/** True for localhost, 127.0.0.0/8 and ::1, brackets or not. */
export function isLoopbackName(name: string): boolean {
  return name === "localhost" || name === "::1" || name === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(name);
}

/** The name in a Host header, lower case, without its port; undefined for what is none. */
export function hostName(host: string): string | undefined {
  // Anything but a plain authority (userinfo, a path, a space) is no Host.
  if (!/^(?:\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::\d{1,5})?$/i.test(host)) return undefined;
  return host.replace(/:\d{1,5}$/, "").toLowerCase();
}

/**
 * The local viewer, or ProblemError `forbidden`. `isWrite` adds the rule for requests that change something: a browser
 * must say it came from our own page (`Sec-Fetch-Site`); programs that send no such header are let through.
 */
function localViewer(request: Request, isWrite: boolean): Viewer {
  const { headers } = request;
  for (const [name] of headers) {
    if (PROXY_HEADERS.includes(name) || name.startsWith("x-forwarded-"))
      throw new ProblemError(
        "forbidden",
        "The request came through a proxy, and nobody has to sign in here. Set RUNLIGHT_PUBLIC_URL, or ask without it.",
      );
  }
  const url = new URL(request.url);
  const host = headers.get("host") ?? url.host;
  const name = hostName(host);
  if (name === undefined || !isLoopbackName(name) || !isLoopbackName(url.hostname))
    throw new ProblemError("forbidden", "Without sign-in Runlight answers only under a loopback name of this machine.");
  const origin = headers.get("origin");
  if (origin !== null && origin.toLowerCase() !== `http://${host.toLowerCase()}`)
    throw new ProblemError("forbidden", "The request came from another site.");
  const site = headers.get("sec-fetch-site");
  if (isWrite && site !== null && site !== "same-origin" && site !== "none")
    throw new ProblemError("forbidden", "The request came from another site.");
  return LOCAL_VIEWER;
}
