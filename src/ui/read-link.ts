/** Which addresses in an agent's text become links, and where each of them really goes. Everything else stays text. */
import { splitHidden } from "./visible-text.ts";

export interface AgentLink {
  /** As the browser will ask for it: `http:`, `https:` or `mailto:` and nothing else. */
  readonly href: string;
  /** Host with port, an international one in ASCII; of a mail the addresses and all that is sent along. */
  readonly target: string;
  /** The text itself names the target, letter by letter. */
  readonly isPlain: boolean;
}

/** A longer address is no link, as the server of most would refuse it too. */
const LENGTH_MAX = 2_048;
const START = /^(?:https?:\/\/(?![/@:])|mailto:(?!\/))/i;
/** What browsers drop, turn into a slash or quote, and what a reader can't tell from nothing. */
const FORBIDDEN = /[\s\\<>"`{}|^]/;

/**
 * Reads a text that is an address from its first character to its last. Undefined when it is none, when it is of
 * another scheme, or when a browser would read it in another way than a person: with a backslash, white space, hidden
 * characters, a missing or third slash, or a name before the host.
 */
export function readLink(text: string): AgentLink | undefined {
  if (text.length > LENGTH_MAX || !START.test(text) || FORBIDDEN.test(text)) return undefined;
  if (splitHidden(text).some(({ isHidden }) => isHidden)) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === "mailto:") {
    const target = url.pathname + url.search;
    return url.pathname.includes("@")
      ? { href: url.href, target, isPlain: isAscii(text) && text.slice("mailto:".length) === target }
      : undefined;
  }
  if (url?.protocol !== "http:" && url?.protocol !== "https:") return undefined;
  if (url.hostname === "" || url.username !== "" || url.password !== "") return undefined;
  const written = /^[^/]*\/\/([^/?#]*)/.exec(text)?.[1] ?? "";
  if (written.includes("@")) return undefined;
  return { href: url.href, target: url.host, isPlain: isAscii(written) && written.toLowerCase() === url.host };
}

/** Lower case takes the Kelvin sign for a k; only ASCII says what it seems to say. */
const isAscii = (text: string): boolean => /^[\x21-\x7e]*$/.test(text);

/** Signs that end an address in prose besides white space, among them those of Chinese and Japanese. */
const CANDIDATE =
  /(?<![\p{L}\p{N}_:/@.\\-])(?:https?:\/\/|mailto:)[^\s<>"`{}|^“”‘’«»…\u3000-\u303f\uff00-\uff0f\uff1a-\uff20]+/giu;

export interface TextPart {
  readonly text: string;
  readonly link: AgentLink | undefined;
}

/** Splits prose into its links and what stands between them; joining the parts gives the text back. Linear time. */
export function splitLinks(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const { 0: found, index } of text.matchAll(CANDIDATE)) {
    const address = withoutPunctuation(found);
    const link = readLink(address);
    if (!link) continue;
    if (index > from) parts.push({ text: text.slice(from, index), link: undefined });
    parts.push({ text: address, link });
    from = index + address.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from), link: undefined });
  return parts;
}

const CLOSES: Readonly<Record<string, string>> = { ")": "(", "]": "[" };

/** A sentence's end and an unpaired bracket belong to the prose around an address. */
function withoutPunctuation(found: string): string {
  if (found.length > LENGTH_MAX) return found;
  const open = new Map<string, number>();
  for (const one of found) open.set(one, (open.get(one) ?? 0) + 1);
  let end = found.length;
  for (; end > 0; end--) {
    const last = found.charAt(end - 1);
    const pair = CLOSES[last];
    if (pair === undefined ? !/[.,;:!?'*_~]/.test(last) : (open.get(last) ?? 0) <= (open.get(pair) ?? 0)) break;
    open.set(last, (open.get(last) ?? 0) - 1);
  }
  return found.slice(0, end);
}
