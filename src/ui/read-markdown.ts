/** Reads a text as Markdown into tokens, within limits: a text that could freeze the page is refused with a sentence. */
import { Lexer, type MarkedToken, type Token } from "marked";

type Reading =
  | { readonly kind: "tokens"; readonly tokens: readonly Token[] }
  /** `why` ends the sentence "It stays text, because it …". */
  | { readonly kind: "refused"; readonly why: string };

/** UTF-16 units. Blocks are read in quadratic time at worst, which at this length stays below half a second. */
const LENGTH_MAX = 65_536;
const DEPTH_MAX = 24;
const TOKENS_MAX = 10_000;
/** Of one paragraph: emphasis is matched in quadratic time. */
const INLINE_MAX = 16_384;
const MARKS_MAX = 400;
const TIME_MS = 1_000;

/** Quotes and lists begun within one line, by far more than anybody writes. */
const DEEP_LINE = new RegExp(String.raw`^(?:[ \t]*(?:>|[-*+]|\d{1,9}[.)])){${DEPTH_MAX}}`, "m");

/** Only the lexer is used: no HTML is made of anything. Never throws. */
export function readMarkdown(text: string): Reading {
  if (text.length > LENGTH_MAX) return { kind: "refused", why: "is longer than 64 kB" };
  if (DEEP_LINE.test(text)) return { kind: "refused", why: "is nested too deeply" };
  try {
    const tokens = lex(text);
    const { count, depth } = measure(tokens);
    if (depth > DEPTH_MAX) return { kind: "refused", why: "is nested too deeply" };
    if (count > TOKENS_MAX) return { kind: "refused", why: "has too many parts" };
    return { kind: "tokens", tokens };
  } catch {
    return { kind: "refused", why: "can’t be read as Markdown" };
  }
}

function lex(text: string): readonly Token[] {
  const until = performance.now() + TIME_MS;
  const lexer = new Lexer({ gfm: true });
  lexer.blockTokens(text.replaceAll(/\r\n?/g, "\n"), lexer.tokens);
  for (const { src, tokens } of lexer.inlineQueue) {
    const isCostly = src.length > INLINE_MAX || src.split(/[*_~]/, MARKS_MAX + 1).length > MARKS_MAX;
    lexer.state.inRawBlock = false;
    if (isCostly || performance.now() > until) tokens.push({ type: "text", raw: src, text: src });
    else lexer.inlineTokens(src, tokens);
  }
  return lexer.tokens;
}

function measure(tokens: readonly Token[]): { count: number; depth: number } {
  let count = 0;
  let depth = 0;
  for (let level = tokens; level.length > 0; level = level.flatMap(childrenOf)) {
    count += level.length;
    depth++;
    if (depth > DEPTH_MAX || count > TOKENS_MAX) break;
  }
  return { count, depth };
}

function childrenOf(token: Token): readonly Token[] {
  const known = token as MarkedToken;
  if (known.type === "list") return known.items;
  if (known.type === "table") return [known.header, ...known.rows].flat().flatMap((cell) => cell.tokens);
  return "tokens" in known ? (known.tokens ?? []) : [];
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0" };

/** Character references as the Markdown's author meant them; what they stand for is shown, or marked when hidden. */
export function withoutReferences(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-z]{2,4}));/g, (whole, dec, hex, name) => {
    if (name !== undefined) return Object.hasOwn(ENTITIES, name) ? (ENTITIES[name] ?? whole) : whole;
    const code = Number.parseInt(dec ?? hex, dec === undefined ? 16 : 10);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
  });
}
