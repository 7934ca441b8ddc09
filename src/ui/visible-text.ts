/**
 * Finds what a reader could not see in a text or what would bend it: control, bidi, zero-width, tag and filler
 * characters, spaces that only look like one, terminal sequences, lone surrogates, piles of combining marks, screens of
 * blank lines. They are shown as marks instead, so no text lies by its shape.
 */

export interface TextPiece {
  /** Shown as it is when `isHidden` is false, else as its mark. */
  readonly text: string;
  readonly isHidden: boolean;
}

const IGNORED = String.raw`[\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2800\ufffc\u{1d159}]`;
const HIDDEN = new RegExp(
  [
    // The flags of England, Scotland and Wales are the only ones made of tag characters.
    String.raw`\u{1f3f4}\u{e0067}\u{e0062}(?:\u{e0065}\u{e006e}\u{e0067}|\u{e0073}\u{e0063}\u{e0074}|\u{e0077}\u{e006c}\u{e0073})\u{e007f}`,
    String.raw`(?:\u001b\[|\u009b)[0-?]{0,32}[ -/]{0,4}[@-~]`,
    String.raw`[ \t\r\n]{9,}`,
    `${IGNORED}{9,}`,
    IGNORED,
    String.raw`\p{M}+?(?=\p{Default_Ignorable_Code_Point}|\P{M}|$)`,
    String.raw`[^\P{Cc}\n\t]`,
    String.raw`[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]`,
  ].join("|"),
  "gu",
);
/** Combining marks that may stand on one letter; more would reach into the lines around it. */
const MARKS_MAX = 4;
const LINES_MAX = 8;
/** A line of spaces that is longer moves what follows out of sight. */
const BLANK_MAX = 200;

/** Words of ASCII with one space between them: nothing to find, and the first view need not wait for the search. */
const PLAIN = /^[!-~]+(?: [!-~]+)*$/;
export const isPlain = (text: string): boolean => PLAIN.test(text);

/** Splits a text; joining the pieces gives it back. Linear time. */
export function splitHidden(text: string): readonly TextPiece[] {
  if (isPlain(text)) return [{ text, isHidden: false }];
  const pieces: TextPiece[] = [];
  let from = 0;
  for (const { 0: found, index } of text.matchAll(HIDDEN)) {
    const kept = plainLength(text, found, index);
    if (kept === found.length) continue;
    const at = index + kept;
    if (at > from) pieces.push({ text: text.slice(from, at), isHidden: false });
    from = index + found.length;
    pieces.push({ text: text.slice(at, from), isHidden: true });
  }
  if (from < text.length) pieces.push({ text: text.slice(from), isHidden: false });
  return pieces;
}

/** How much of what was found at `at` does no harm there and is shown as it is. */
function plainLength(text: string, found: string, at: number): number {
  const code = found.codePointAt(0) ?? 0;
  const before = text.slice(Math.max(0, at - 3), at);
  const after = text.slice(at + found.length, at + found.length + 2);
  const isPlain = (is: boolean) => (is ? found.length : 0);
  if (code === 0x1f3f4) return found.length;
  if (/^[ \t\r\n]{9}/.test(found)) return blankLength(found);
  if (code === 0x0d) return isPlain(after.startsWith("\n"));
  if (ONE_SPACE.test(found)) return isPlain(isOneSpace(found, before, after));
  if (code === 0x200c || code === 0x200d || code === 0xfe0e || code === 0xfe0f || IDEOGRAPH_STYLE.test(found))
    return isPlain(isPartOfPicture(found, before, after) || isPartOfWord(found, before, after));
  if (VISIBLE_FORMAT.test(found)) return found.length;
  if (!COMBINING.test(found)) return 0;
  // Nothing to stand on: it would sit on whatever the page wrote before.
  if ((before === "" || NOTHING_BELOW.test(before)) && !KEYCAP.test(before)) return 0;
  return [...found].slice(0, MARKS_MAX).join("").length;
}

/** Signs that Unicode counts as format and that are drawn all the same, such as the Arabic number sign. */
const VISIBLE_FORMAT = /^[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}]$/u;
/** Text that begins with a combining mark one sees. */
export const COMBINING = /^(?!\p{Default_Ignorable_Code_Point})\p{M}/u;
const NOTHING_BELOW = /[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]$/u;
const KEYCAP = /[0-9#*]\ufe0f$/;

function blankLength(blank: string): number {
  let lines = 0;
  for (let i = 0; i < blank.length && i < BLANK_MAX; i++) {
    if (blank[i] === "\n" && ++lines > LINES_MAX) return i;
  }
  return Math.min(blank.length, BLANK_MAX);
}

const ONE_SPACE = /^[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]$/u;
const CJK = /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}]/u;

/** As typesetters use it, beside a number or French punctuation, or between ideographs: one, where a space belongs. */
function isOneSpace(found: string, before: string, after: string): boolean {
  if (/\s$/.test(before) || /^\s/.test(after) || before === "" || after === "") return false;
  if (found === "\u3000") return CJK.test(before.slice(-1)) || CJK.test(after.slice(0, 1));
  if (!/[\u00a0\u2009\u202f]/.test(found)) return false;
  return /[\d«]$/.test(before) || /^[:;!?»%€$£\d]/.test(after);
}

const PICTURE_BEFORE = /(?:\p{Extended_Pictographic}|\p{Emoji_Modifier})$/u;
const IDEOGRAPH_STYLE = /^[\u{e0100}-\u{e01ef}]$/u;

/** Joiners and style selectors within an emoji or an ideograph change its picture and nothing else. */
function isPartOfPicture(found: string, before: string, after: string): boolean {
  if (found === "\u200d")
    return PICTURE_BEFORE.test(before.replace(/\ufe0f$/, "")) && /^\p{Extended_Pictographic}/u.test(after);
  if (found === "\ufe0f") return PICTURE_BEFORE.test(before) || (/[0-9#*]$/.test(before) && after.startsWith("\u20e3"));
  if (found === "\ufe0e") return /\p{Extended_Pictographic}$/u.test(before);
  return found !== "\u200c" && /\p{Unified_Ideograph}$/u.test(before);
}

const VIRAMA = /[\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca]$/;

/** Where Persian and Indic spelling needs a joiner or its opposite: the contexts of RFC 5892, appendix A. */
function isPartOfWord(found: string, before: string, after: string): boolean {
  if (found !== "\u200c" && found !== "\u200d") return false;
  if (VIRAMA.test(before)) return true;
  return found === "\u200c" && /\p{sc=Arabic}$/u.test(before) && /^\p{sc=Arabic}/u.test(after);
}

const CONTROLS =
  "NUL SOH STX ETX EOT ENQ ACK BEL BS TAB LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US".split(
    " ",
  );

/** The mark shown for a hidden piece: `U+202E`, a name as `ESC`, `ESC[31m` whole, `+12 marks`, `U+E0041 and 40 more`. */
export function markOf(hidden: string): string {
  const code = hidden.codePointAt(0) ?? 0;
  if (code === 0x1b && hidden.length > 1) return `ESC${hidden.slice(1)}`;
  if (code === 0x9b && hidden.length > 1) return `CSI${hidden.slice(1)}`;
  if (code === 0xa0) return "NBSP";
  if (code === 0x7f) return "DEL";
  const own = CONTROLS[code] ?? hexOf(code);
  const count = countOf(hidden);
  if (count === 1) return own;
  if (COMBINING.test(hidden)) return `+${count} marks`;
  if (/^[ \t\r\n]/.test(hidden)) return `+${blankWords(hidden)}`;
  return `${own} and ${count - 1} more`;
}

/** Characters, not UTF-16 units. */
export function countOf(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** `3 line breaks`, `12 spaces`. */
export function blankWords(blank: string): string {
  const lines = blank.split("\n").length - 1;
  return lines > 0 ? `${lines} ${lines === 1 ? "line break" : "line breaks"}` : `${blank.length} spaces`;
}

/** `U+202E`. */
export const hexOf = (code: number): string => `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
