/** Finds secrets inside a text that people or programs wrote: logs, stack traces, addresses, headers, settings, prose. */
import { isSecretValue, type KeyRule, looksRandom, ruleOfKey } from "./secret-keys.ts";
import { ANY_HEAD, HEADS, shapeOf } from "./secret-shapes.ts";

/** A stretch to hide, in UTF-16 units. */
export interface Found {
  readonly start: number;
  readonly end: number;
  /** In words for people. */
  readonly kind: string;
}

const MASK = /‹hidden: [A-Za-z ]{1,40}, \d{1,10} characters?, #[0-9a-f]{12}›/g;
/** What is hidden already counts as a gap that no secret reaches across, so that masking twice is masking once. */
const GAP = "\ufdd0";

const NAME =
  "(?:pass(?:word|wd|phrase)|pwd|passwort|kennwort|secret|token|api[_-]?key|(?:access|account|private|encryption|signing|subscription|shared|auth|storage|master|service|deploy)[_-]?key|credential|authori[sz]ation|cookie|otp|cvv|pin|mnemonic|seed[_ ]phrase)";
/** A name and what separates it from its value; the value begins where the match ends. */
const NAMED = new RegExp(`${NAME}[A-Za-z0-9_-]{0,24}\\\\{0,3}["'\`]?[ \\t]{0,3}(=>|:=|[=:])[ \\t]{0,3}`, "gi");
const FLAG = new RegExp(`(?<![A-Za-z0-9_-])--(?:[a-z]{1,20}-){0,4}${NAME}[ \\t]{1,3}(?!-)`, "gi");
const PEM = /-----BEGIN (?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY(?: BLOCK)?-----/g;

/** The least that every name of a secret has in it. */
const NAME_CLUE =
  /pass|pwd|kennw|contrase|senha|secret|token|key|cred|auth|cookie|otp|cv[vc]|pin|code|phrase|mnemonic|"kty"/gi;

/** A value is judged by its beginning and then hidden to its end, so that many values cost no more than their text. */
const LOOK = 256;
/** What is hidden may lay bare a boundary that makes its neighbour a secret; more than a few times that is made up. */
const ROUNDS = 8;

/** The stretches to hide, in order, apart from each other. Time is linear in the text, whatever it says. */
export function findSecrets(text: string): readonly Found[] {
  let work = text.includes("‹hidden: ") ? text.replace(MASK, (mask) => GAP.repeat(mask.length)) : text;
  let all: readonly Found[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const found = scan(work);
    if (found.length === 0) break;
    all = merge([...all, ...found]);
    work = blank(work, found);
  }
  return all;
}

/**
 * Where in a text something begins that may be a secret or name one, in order; undefined when nothing does. Says
 * nothing of what is written with escapes.
 */
export function cluesIn(text: string): readonly number[] | undefined {
  const clues: number[] = [];
  for (const pattern of [ANY_HEAD, NAME_CLUE]) {
    pattern.lastIndex = 0;
    while (pattern.test(text)) clues.push(pattern.lastIndex - 1);
  }
  return clues.length === 0 ? undefined : clues.sort((a, b) => a - b);
}

/** The text with what is hidden in it as gaps of the same length, as values are judged. */
export function withGaps(text: string): string {
  return text.includes("‹hidden: ") ? text.replace(MASK, (mask) => GAP.repeat(mask.length)) : text;
}

function scan(text: string): readonly Found[] {
  return merge([...shapesIn(text), ...privateKeysIn(text), ...namedIn(text, NAMED), ...namedIn(text, FLAG)]);
}

function shapesIn(text: string): Found[] {
  const found: Found[] = [];
  HEADS.lastIndex = 0;
  for (let match = HEADS.exec(text); match; match = HEADS.exec(text)) {
    const shape = shapeOf(match);
    if (!shape) break;
    const { pattern, kind, isSecret } = shape;
    pattern.lastIndex = match.index;
    const whole = pattern.exec(text);
    HEADS.lastIndex = match.index + 1;
    if (!whole) continue;
    const secret = whole.at(-1) ?? "";
    const end = match.index + whole[0].length;
    if (secret.includes(GAP) || (isSecret && !isSecret(secret))) continue;
    found.push({ start: end - secret.length, end, kind });
    HEADS.lastIndex = end;
  }
  return found;
}

/** PEM and PGP blocks; one that is cut off is hidden as far as it looks like a key. */
function privateKeysIn(text: string): Found[] {
  const found: Found[] = [];
  PEM.lastIndex = 0;
  for (let match = PEM.exec(text); match; match = PEM.exec(text)) {
    const bodyAt = PEM.lastIndex;
    const close = text.indexOf("-----", bodyAt);
    const endsAt = close >= 0 && text.startsWith("-----END ", close) ? text.indexOf("-----", close + 9) : -1;
    const end = endsAt >= 0 && endsAt - close < 80 ? endsAt + 5 : runEnd(/[A-Za-z0-9+/=\s\\:,-]*/y, text, bodyAt);
    if (text.slice(bodyAt, end).trim() === "") continue;
    found.push({ start: match.index, end, kind: "private key" });
    PEM.lastIndex = end;
  }
  return found;
}

function namedIn(text: string, pattern: RegExp): Found[] {
  const found: Found[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const valueAt = pattern.lastIndex;
    const before = /[A-Za-z0-9_.-]*$/.exec(text.slice(Math.max(0, match.index - 40), match.index))?.[0] ?? "";
    const key = before + (/^[A-Za-z0-9_ -]*[A-Za-z0-9_]/.exec(match[0].replace(/^-+/, ""))?.[0] ?? "");
    const rule = ruleOfKey(key);
    const span =
      rule &&
      valueOf(text, valueAt, rule, {
        isFlag: pattern === FLAG,
        isBare: match[1] === "=" && match[0].endsWith("=") && !match[0].includes(" ="),
        isLine: /(?:^|[\r\n])(?:export )?$/.test(
          text.slice(Math.max(0, match.index - before.length - 8), match.index - before.length),
        ),
        key,
      });
    if (!span) continue;
    found.push(span);
    pattern.lastIndex = span.end;
  }
  return found;
}

interface Around {
  readonly key: string;
  readonly isFlag: boolean;
  /** `key=value` without spaces, as in settings and addresses. */
  readonly isBare: boolean;
  /** The name begins a line. */
  readonly isLine: boolean;
}

const QUOTE = /\\{0,3}(["'`])/y;
const QUOTED: Readonly<Record<string, RegExp>> = { '"': /[^"\\\r\n]*/y, "'": /[^'\\\r\n]*/y, "`": /[^`\\\r\n]*/y };
// A backslash before a quote, or as a line break is written, belongs to the writing around the value.
const UNQUOTED = /(?:[^\s"'`\\&;,<>(){}[\]|\ufdd0]|\\(?!["'`\\nrtu]))*/y;
const SETTING = /(?:[^\s"'`\\\ufdd0]|\\(?!["'`\\nrtu]))*/y;
const LINE = /[^"'\r\n\\\ufdd0]*/y;

function valueOf(text: string, at: number, rule: KeyRule, around: Around): Found | undefined {
  QUOTE.lastIndex = at;
  const quote = QUOTE.exec(text);
  const start = quote ? QUOTE.lastIndex : at;
  const isHeader = rule.trust === "cookie" && !quote;
  const pattern = quote
    ? (QUOTED[quote[1] ?? ""] ?? UNQUOTED)
    : isHeader
      ? LINE
      : around.isLine && around.isBare && rule.trust === "password"
        ? SETTING
        : UNQUOTED;
  const looked = text.slice(start, start + LOOK);
  let value = looked.slice(0, runEnd(pattern, looked, 0));
  const isCut = value.length === LOOK;
  if (!quote && !isCut) value = value.replace(/[.!?:]{1,3}$/, "").trimEnd();
  if (!isLikely(value, rule, around, quote !== null, text.charAt(start + value.length))) return undefined;
  return { start, end: isCut ? runEnd(pattern, text, start) : start + value.length, kind: rule.kind };
}

/** In a text a name may be a word like any other, so an unquoted value after a colon must look the part. */
function isLikely(value: string, rule: KeyRule, around: Around, isQuoted: boolean, next: string): boolean {
  if (value.includes(GAP) || !isSecretValue(rule, value)) return false;
  if (isQuoted || around.isFlag) return true;
  // A call, or a name of a program: `password = getPassword()`, `password=args.password`.
  if (
    next === "(" ||
    value === around.key ||
    (/^[A-Za-z_]\w*\.[\w.]*$/.test(value) && ruleOfKey(value.slice(value.lastIndexOf(".") + 1)))
  )
    return false;
  switch (rule.trust) {
    case "password":
      return (
        around.isBare || (value.length >= 5 && /[^A-Za-z]/.test(value) && !/^[A-Za-z]+(?:['’-][A-Za-z]+)*$/.test(value))
      );
    case "weak":
      return looksRandom(value, around.isBare ? 8 : 12);
    default:
      return true;
  }
}

function runEnd(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

/** In order; what overlaps becomes one, named by the first. */
function merge(found: readonly Found[]): readonly Found[] {
  const merged: Found[] = [];
  for (const one of found.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = merged.at(-1);
    if (last && one.start < last.end) merged[merged.length - 1] = { ...last, end: Math.max(last.end, one.end) };
    else merged.push(one);
  }
  return merged;
}

function blank(text: string, found: readonly Found[]): string {
  let out = "";
  let at = 0;
  for (const { start, end } of found) {
    out += text.slice(at, start) + GAP.repeat(end - start);
    at = end;
  }
  return out + text.slice(at);
}
