/** Finds what was typed in a line of words: its letters in order, better the closer together and the nearer a word's start. */

/** What was typed, letters only; blanks and case mean nothing. */
const lettersOf = (text: string) => [...text.toLowerCase()].filter((letter) => letter.trim() !== "");

/**
 * How well `typed` fits; undefined when its letters do not stand in `words` in this order. Nothing typed fits all, with
 * 0. Higher is better; linear in `words` but for the starts tried.
 */
export function matchWords(typed: string, words: string): number | undefined {
  const wanted = lettersOf(typed);
  const first = wanted[0];
  if (first === undefined) return 0;
  const letters = [...words.slice(0, WORDS_MAX).toLowerCase()];
  let best: number | undefined;
  for (const [start, letter] of letters.entries()) {
    if (letter !== first) continue;
    const score = scoreFrom(wanted, letters, start);
    if (score === undefined) break;
    if (best === undefined || score > best) best = score;
  }
  return best;
}

/** UTF-16 units of a line that are looked at. */
const WORDS_MAX = 200;

/** Undefined when the rest of the letters does not come any more, as it then does from no later start. */
function scoreFrom(wanted: readonly string[], letters: readonly string[], start: number): number | undefined {
  let score = 0;
  let before = start - 1;
  for (const letter of wanted) {
    const at = letters.indexOf(letter, before + 1);
    if (at < 0) return undefined;
    const isWordStart = at === 0 || /[\s/_:·-]/.test(letters[at - 1] ?? "");
    score += (isWordStart ? 8 : 1) + (at === before + 1 ? 4 : 0) - Math.min(at - before - 1, 8) / 4;
    before = at;
  }
  return score - start / 100;
}

/** Those that fit, best first; what fits alike stays in its order. */
export function matching<T>(typed: string, all: readonly T[], wordsOf: (one: T) => string): readonly T[] {
  return all
    .map((one, index) => ({ one, index, score: matchWords(typed, wordsOf(one)) }))
    .filter((found) => found.score !== undefined)
    .sort((a, b) => (b.score ?? 0) - (a.score ?? 0) || a.index - b.index)
    .map(({ one }) => one);
}
