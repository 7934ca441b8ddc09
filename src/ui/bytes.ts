/** Sizes for people: `412 B`, `2.4 kB`, `5.0 MB`. */
import { countText } from "../contract/count-text.ts";
import { runAtOnce, type Steps } from "../contract/slices.ts";

export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 999_950) return `${(bytes / 1_000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

const COUNTED_IN_STEP = 65_536;

/** UTF-8 bytes of a text, counted without making a copy of all of it. */
export function utf8Length(text: string): number {
  return runAtOnce(utf8LengthInSteps(text));
}

/** As utf8Length, in steps of about a millisecond; yields how far it got, in UTF-16 units. */
export function* utf8LengthInSteps(text: string): Steps<number> {
  const encoder = new TextEncoder();
  const room = new Uint8Array(Math.min(text.length, COUNTED_IN_STEP + 1) * 3);
  let bytes = 0;
  for (let from = 0; from < text.length;) {
    const end = from + COUNTED_IN_STEP;
    // Halves of a character are counted together.
    const to = isHigh(text.charCodeAt(end - 1)) ? end + 1 : end;
    bytes += encoder.encodeInto(text.slice(from, to), room).written;
    from = to;
    if (from < text.length) yield from;
  }
  return bytes;
}

const isHigh = (code: number) => code >= 0xd800 && code < 0xdc00;

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${countText(count)} ${count === 1 ? one : many}`;
}
