/** What is left of an approval's time, on the server's clock. */

/** Ms left on the server's clock; never below 0. `clockOffsetMs` is server minus client. */
export function timeLeftMs(expiresAt: number, clientNow: number, clockOffsetMs: number): number {
  return Math.max(0, expiresAt - (clientNow + clockOffsetMs));
}

/** Share of the time already gone, in [0, 1]; 0 when it is not known since when the request waits. */
export function shareGone(requestedAt: number | undefined, expiresAt: number, leftMs: number): number {
  const wholeMs = requestedAt === undefined ? 0 : expiresAt - requestedAt;
  return wholeMs > 0 ? Math.min(1, Math.max(0, 1 - leftMs / wholeMs)) : 0;
}

/** The only moments a screen reader hears, most urgent last. */
export const SPOKEN_MS = [300_000, 60_000, 10_000] as const;
const SPOKEN_WORDS = ["5 minutes left to decide", "1 minute left to decide", "10 seconds left to decide"] as const;

/**
 * How many of the spoken moments have passed, 0 to 3. It only counts up while one request waits; a page opened late
 * begins at its count and says nothing for moments it never saw.
 */
export function spokenCount(leftMs: number): number {
  return SPOKEN_MS.filter((mark) => leftMs <= mark).length;
}

/** What to say when the count moves from `before` to `after`; undefined when nothing, also at or past the end. */
export function spokenWords(before: number, after: number, leftMs: number): string | undefined {
  return after > before && leftMs > 0 ? SPOKEN_WORDS[after - 1] : undefined;
}
