/** What clings to a pasted text: quotes, brackets, punctuation, hidden characters, percent escapes. */

const OPENING = "<([{\"'`*~“”„‘’‚«»‹›|,;";
const CLOSING = ">]}\"'`*~“”„‘’‚«»‹›|.,;:!?";
const HIDDEN_OR_SPACE = /[\s\p{Cc}\p{Cf}]/u;

/**
 * Takes away what surrounds an id or an address and belongs to neither. A closing parenthesis stays where the text
 * opened one. Everything in between is left as it is.
 */
export function trimPasted(text: string): string {
  let from = 0;
  let to = text.length;
  while (isAny(text[from], OPENING)) from++;
  while (isAny(text[to - 1], CLOSING) || (text[to - 1] === ")" && !isBalanced(text, from, to))) to--;
  return text.slice(from, to);
}

function isAny(char: string | undefined, chars: string): boolean {
  return char !== undefined && (chars.includes(char) || HIDDEN_OR_SPACE.test(char));
}

function isBalanced(text: string, from: number, to: number): boolean {
  let open = 0;
  for (let i = from; i < to; i++) open += text[i] === "(" ? 1 : text[i] === ")" ? -1 : 0;
  return open >= 0;
}

/** The whole text looks as `encodeURIComponent` leaves one. */
export function isEscaped(text: string): boolean {
  return /^[\w\-.!~*'()%]*$/.test(text);
}

/** Percent escapes read once; the text itself where they are none. */
export function unescapeOnce(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
