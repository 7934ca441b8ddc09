/** Where a request came from, in as few words as an audit needs: no whole address, no long user agent. */
import { isIPv4, isIPv6 } from "node:net";

export interface Origin {
  /** The same as the `x-request-id` of the answer. */
  readonly requestId: string;
  /** Network of the sender, such as 203.0.113.0/24; empty when it is not known. */
  readonly from: string;
  readonly userAgent: string;
}

const USER_AGENT_MAX = 80;

/** `address` as the connection has it, or as the nearest trusted proxy says. */
export function originOf(requestId: string, address: string | undefined, userAgent: string | null): Origin {
  const shown = (userAgent ?? "").replace(/[^\u0020-\u007e]+/g, "?").slice(0, USER_AGENT_MAX);
  return { requestId, from: networkOf(address ?? ""), userAgent: shown };
}

/** The /24 of an IPv4 address, the /48 of an IPv6 one; empty for anything else. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, "").replace(/%.*$/, "");
  if (isIPv4(plain)) return `${plain.split(".").slice(0, 3).join(".")}.0/24`;
  if (!isIPv6(plain)) return "";
  // Groups left out by "::" are zero; only the first three are kept.
  const [before = "", after] = plain.split("::");
  const first = before === "" ? [] : before.split(":");
  const groups = after === undefined ? first : [...first, "0", "0", "0"];
  return `${groups
    .slice(0, 3)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")}::/48`;
}
