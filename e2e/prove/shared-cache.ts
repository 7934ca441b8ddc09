/** Which answers a shared cache may keep, by RFC 9111 section 3: the careful reading of a server, the bold one of a cache. */

export interface Exchange {
  readonly method: string;
  readonly status: number;
  readonly sent: Readonly<Record<string, string>>;
  readonly received: Readonly<Record<string, string>>;
}

/** RFC 9110 section 15.1: these may be kept without being told how long. */
const HEURISTIC = new Set([200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501]);

/** `no-cache` is no protection here: the answer is kept, and asked about before it is used again. */
export function mayStore({ method, status, sent, received }: Exchange): boolean {
  if ((method !== "GET" && method !== "HEAD") || status < 200 || status === 304) return false;
  const directives = readDirectives(received["cache-control"] ?? "");
  if (directives.has("no-store") || directives.has("private")) return false;
  const isOpen = directives.has("public") || directives.has("s-maxage");
  if (sent["authorization"] !== undefined && !isOpen && !directives.has("must-revalidate")) return false;
  const hasLife = isOpen || directives.has("max-age") || received["expires"] !== undefined;
  return hasLife || HEURISTIC.has(status);
}

export function readDirectives(text: string): ReadonlySet<string> {
  // A directive with field names in quotes covers those fields only, so it protects nothing else.
  const plain = text.replace(/[\w-]+\s*=\s*"[^"]*"/g, "");
  return new Set(plain.split(",").map((part) => part.split("=")[0]?.trim().toLowerCase() ?? ""));
}
