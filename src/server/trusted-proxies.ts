/** Where a request really came from: what a reverse proxy says of it counts, when the proxy is one of those that were named. */
import { BlockList, isIP } from "node:net";
import { plainAddress } from "./origin.ts";
import { SettingsError, shown } from "./settings-error.ts";

export const TRUSTED_PROXIES = "RUNLIGHT_TRUSTED_PROXIES";
/** A chain of proxies is short; a longer one was made up. */
const HOPS_MAX = 20;

/** The sender's address, from the connection's and the header `X-Forwarded-For`. */
export type SenderOf = (peer: string, forwardedFor: string | null) => string;

/**
 * `list`: addresses and networks (`10.0.0.0/8`), separated by commas. Without any, the connection's address is the
 * sender's, whatever a header says. Throws SettingsError.
 */
export function createSenderOf(list: string): SenderOf {
  const trusted = new BlockList();
  const entries = list.split(/[\s,]+/).filter(Boolean);
  for (const entry of entries) addTo(trusted, entry);
  const isTrusted = (address: string): boolean => trusted.check(address, familyOf(address));

  return (peer, forwardedFor) => {
    let sender = plainAddress(peer);
    if (entries.length === 0 || isIP(sender) === 0 || !isTrusted(sender) || forwardedFor === null) return sender;
    // Each proxy adds whom it heard at the end: read backwards, up to the first that is none of ours.
    for (const hop of forwardedFor.split(",").slice(-HOPS_MAX).toReversed()) {
      const address = addressOf(hop);
      if (address === undefined) break;
      sender = address;
      if (!isTrusted(address)) break;
    }
    return sender;
  };
}

function addTo(trusted: BlockList, entry: string): void {
  const [address = "", length, ...more] = entry.split("/");
  const net = plainAddress(address);
  const bits = isIP(net) === 4 ? 32 : 128;
  const prefix = length === undefined ? bits : /^\d{1,3}$/.test(length) ? Number(length) : Number.NaN;
  if (isIP(net) === 0 || more.length > 0 || !(prefix <= bits))
    throw new SettingsError(
      `${TRUSTED_PROXIES}: must list addresses and networks, such as 127.0.0.1, 10.0.0.0/8, not "${shown(entry)}"`,
    );
  if (prefix === 0)
    throw new SettingsError(`${TRUSTED_PROXIES}: "${shown(entry)}" is everybody; name the addresses of your proxies`);
  trusted.addSubnet(net, prefix, familyOf(net));
}

function familyOf(address: string): "ipv4" | "ipv6" {
  return isIP(address) === 6 ? "ipv6" : "ipv4";
}

/** Some proxies add the port. */
function addressOf(hop: string): string | undefined {
  const text = hop.trim();
  const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1] ?? /^(\d+(?:\.\d+){3}):\d+$/.exec(text)?.[1] ?? text;
  const address = plainAddress(bare);
  return isIP(address) === 0 ? undefined : address;
}
