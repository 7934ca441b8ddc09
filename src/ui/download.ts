/** Saves a text as a file: exactly its characters in UTF-8, lone surrogates excepted, which UTF-8 cannot carry. */
import { runInSlices, type Steps } from "../contract/slices.ts";

const FORBIDDEN = /[^\w.-]+/g;
/** UTF-16 units encoded in one step. */
const PIECE = 524_288;

/** A large text is encoded in slices; the file comes when all of it is. */
export function download(fileName: string, text: string): void {
  const save = (blob: Blob) => saveAs(fileName.replace(FORBIDDEN, "_"), blob);
  if (text.length <= PIECE) save(new Blob([text], TYPE));
  else runInSlices(encode(text), { onDone: save });
}

const TYPE = { type: "application/json" };

function* encode(text: string): Steps<Blob> {
  const pieces: Blob[] = [];
  for (let from = 0; from < text.length;) {
    const to = from + PIECE;
    // No piece ends within a character.
    const end = /[\ud800-\udbff]/.test(text.charAt(to - 1)) ? to - 1 : to;
    pieces.push(new Blob([text.slice(from, end)]));
    from = end;
    yield from;
  }
  return new Blob(pieces, TYPE);
}

function saveAs(fileName: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName;
  link.click();
  // The browser has taken the file by the next task; a kept URL would keep the whole text alive.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
