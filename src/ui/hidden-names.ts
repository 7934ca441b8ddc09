/** What a hidden character is called: only whoever points at its mark reads it. */
import { blankWords, COMBINING, countOf, hexOf } from "./visible-text.ts";

const NAMES: Readonly<Record<number, string>> = {
  0x1b: "escape",
  0xa0: "non-breaking space",
  0xad: "soft hyphen",
  0x61c: "Arabic letter mark",
  0x200b: "zero-width space",
  0x200c: "zero-width non-joiner",
  0x200d: "zero-width joiner",
  0x200e: "left-to-right mark",
  0x200f: "right-to-left mark",
  0x2028: "line separator",
  0x2029: "paragraph separator",
  0x202a: "left-to-right embedding",
  0x202b: "right-to-left embedding",
  0x202c: "end of embedding",
  0x202d: "left-to-right override",
  0x202e: "right-to-left override",
  0x2066: "left-to-right isolate",
  0x2067: "right-to-left isolate",
  0x2068: "first strong isolate",
  0x2069: "end of isolate",
  0x2800: "blank Braille pattern",
  0x3000: "ideographic space",
  0x3164: "Hangul filler",
  0xfeff: "byte order mark",
};

/** What a mark stands for, in words. */
export function nameOf(hidden: string): string {
  const code = hidden.codePointAt(0) ?? 0;
  if (hidden.length > 1 && (code === 0x1b || code === 0x9b)) return "Terminal sequence, not obeyed";
  const count = countOf(hidden);
  if (count > 1) {
    if (COMBINING.test(hidden)) return `${count} more combining marks`;
    if (/^[ \t\r\n]/.test(hidden)) return `${blankWords(hidden)} more, nothing else`;
    return `${count} hidden characters: ${[...hidden.slice(0, 80)]
      .slice(0, 16)
      .map((one) => hexOf(one.codePointAt(0) ?? 0))
      .join(" ")}${count > 16 ? " …" : ""}`;
  }
  const name = NAMES[code];
  return name ? `Hidden character ${hexOf(code)}, ${name}` : `Hidden character ${hexOf(code)}`;
}
