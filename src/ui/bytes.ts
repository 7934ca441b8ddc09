/** Sizes for people: `412 B`, `2.4 kB`, `5.0 MB`. */
import { runAtOnce, type Steps } from "../contract/slices.ts";

export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 999_950) return `${(bytes / 1_000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

const COUNTED_IN_STEP = 262_144;

/** UTF-8 bytes of a text, counted without making a copy of it. */
export function utf8Length(text: string): number {
  return runAtOnce(utf8LengthInSteps(text));
}

/** As utf8Length, in steps of about a millisecond; yields how far it got, in UTF-16 units. */
export function* utf8LengthInSteps(text: string): Steps<number> {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    if (i % COUNTED_IN_STEP === COUNTED_IN_STEP - 1) yield i;
    const code = text.charCodeAt(i);
    if (code < 0x80) continue;
    if (code < 0x800) bytes += 1;
    else if (code >= 0xd800 && code < 0xdc00 && isLow(text.charCodeAt(i + 1))) {
      bytes += 2;
      i++;
    } else bytes += 2;
  }
  return bytes;
}

const isLow = (code: number) => code >= 0xdc00 && code < 0xe000;

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}
