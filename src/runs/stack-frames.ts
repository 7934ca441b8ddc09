/** A stack read into its frames: the agent's own stand first, those of libraries and engines are folded away. */

export interface StackFrames {
  /** Frames of the agent's own code, in their order; a Python frame keeps the source line below it. */
  readonly own: readonly string[];
  /** How many frames belong to libraries or the runtime. */
  readonly libraryCount: number;
  /** Every line as sent, indentation apart. */
  readonly all: readonly string[];
}

const FRAME = /^\s*(?:at\s|File "|from\s+\S+:\d+|#\d+\s|\.\.\. \d+ more)/;
const LIBRARY =
  /node_modules|\bnode:|\(native\)|\(<anonymous>\)|site-packages|dist-packages|<frozen |\/usr\/lib\/|\/lib\/python\d|\b(?:java|javax|jdk|sun|kotlin|scala)\.[\w$.]+\(|\/usr\/local\/go\/|^\s*\.\.\. \d+ more/;

export function readStack(text: string): StackFrames {
  const all = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const own: string[] = [];
  let libraryCount = 0;
  // What stands above the first frame repeats type and message; what stands below one belongs to it.
  let isOwn = false;
  for (const line of all) {
    if (FRAME.test(line)) {
      isOwn = !LIBRARY.test(line);
      if (!isOwn) libraryCount++;
    }
    if (isOwn) own.push(line);
  }
  return { own, libraryCount, all };
}
