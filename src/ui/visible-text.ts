/**
 * Finds what a reader could not see in a text or what would bend it: control, bidi, zero-width, tag and filler
 * characters, lone surrogates, piles of combining marks. They are shown as marks instead, so no text lies by its shape.
 */

export interface TextPiece {
  /** Shown as it is when `hidden` is false, else as its mark. */
  readonly text: string;
  readonly isHidden: boolean;
}

const HIDDEN =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\ufff9-\ufffb]|(?<=\p{M}{6})\p{M}+/gu;
const EMOJI_BEFORE = /(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|[0-9#*])\ufe0f?$/u;
const EMOJI_AFTER = /^\p{Extended_Pictographic}/u;

/** Splits a text; line feeds and tabs stay text. Joining the pieces gives the text back. Linear time. */
export function splitHidden(text: string): readonly TextPiece[] {
  const pieces: TextPiece[] = [];
  let from = 0;
  for (const match of text.matchAll(HIDDEN)) {
    const [found] = match;
    const at = match.index;
    if (found === "\n" || found === "\t" || isInEmoji(text, found, at)) continue;
    if (found === "\r" && text[at + 1] === "\n") continue;
    if (at > from) pieces.push({ text: text.slice(from, at), isHidden: false });
    pieces.push({ text: found, isHidden: true });
    from = at + found.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), isHidden: false });
  return pieces;
}

/** Joiners and style selectors within an emoji change its picture and nothing else. */
function isInEmoji(text: string, found: string, at: number): boolean {
  if (found !== "\u200d" && found !== "\ufe0f") return false;
  if (!EMOJI_BEFORE.test(text.slice(Math.max(0, at - 3), at))) return false;
  return found === "\ufe0f" || EMOJI_AFTER.test(text.slice(at + 1, at + 3));
}

const CONTROLS =
  "NUL SOH STX ETX EOT ENQ ACK BEL BS TAB LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US".split(
    " ",
  );

/** The mark shown for a hidden piece: `U+202E`, a control character's name as `ESC`, or `+12 marks`. */
export function markOf(hidden: string): string {
  const code = hidden.codePointAt(0) ?? 0;
  if (hidden.length > 2) return `+${hidden.length} marks`;
  if (code === 0x7f) return "DEL";
  return CONTROLS[code] ?? `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}

const NAMES: Readonly<Record<number, string>> = {
  0x1b: "escape",
  0x200b: "zero-width space",
  0x200c: "zero-width non-joiner",
  0x200d: "zero-width joiner",
  0x200e: "left-to-right mark",
  0x200f: "right-to-left mark",
  0x202a: "left-to-right embedding",
  0x202b: "right-to-left embedding",
  0x202c: "end of embedding",
  0x202d: "left-to-right override",
  0x202e: "right-to-left override",
  0x2066: "left-to-right isolate",
  0x2067: "right-to-left isolate",
  0x2068: "first strong isolate",
  0x2069: "end of isolate",
  0xfeff: "byte order mark",
  0xad: "soft hyphen",
};

/** What a mark stands for, in words. */
export function nameOf(hidden: string): string {
  const code = hidden.codePointAt(0) ?? 0;
  const name = NAMES[code];
  const hex = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  if (hidden.length > 2) return `${hidden.length} more combining marks`;
  return name ? `Hidden character ${hex}, ${name}` : `Hidden character ${hex}`;
}
