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
  return { requestId, from: address === undefined ? "" : networkOf(address), userAgent: shown };
}

/** The /24 of an IPv4 address, the /48 of an IPv6 one; empty for anything else. */
export function networkOf(address: string): string {
  const plain = plainAddress(address);
  if (isIPv4(plain)) return `${plain.split(".").slice(0, 3).join(".")}.0/24`;
  return isIPv6(plain) ? firstGroups(plain, 3) : "";
}

/**
 * Who counts as one caller: an IPv4 address, or the /64 of an IPv6 one, for whoever has one address of it has them all.
 * Anything else is left as it is.
 */
export function callerOf(address: string): string {
  const plain = plainAddress(address);
  return isIPv6(plain) ? firstGroups(plain, 4) : plain;
}

/** IPv4 in its own writing, no zone. */
export function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, "").replace(/%.*/, "");
}

function firstGroups(address: string, count: number): string {
  const [first = [], last = []] = address.split("::").map((part) => part.split(":").filter(Boolean));
  // An IPv4 address at the end stands for two groups, and is beyond what is kept.
  const given = first.length + last.length + (address.includes(".") ? 1 : 0);
  const zeros = Array.from({ length: 8 - given }, () => "0");
  const groups = [...first, ...zeros, ...last];
  const kept = groups.slice(0, count).map((group) => Number.parseInt(group, 16).toString(16));
  return `${kept.join(":")}::/${count * 16}`;
}
