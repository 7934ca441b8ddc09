/** JSON on lines of its own, for people to compare: every value exactly as sent, only the blanks between are ours. */

/** `text` is valid JSON. Empty objects and lists stay on their line. Linear. */
export function prettyJson(text: string): readonly string[] {
  const lines: string[] = [];
  let line = "";
  let depth = 0;
  const breakLine = () => {
    lines.push(line);
    line = "  ".repeat(Math.min(depth, DEPTH_MAX));
  };
  for (const [token] of text.matchAll(TOKENS)) {
    if (token === "{" || token === "[") {
      line += token;
      depth++;
      breakLine();
    } else if (token === "}" || token === "]") {
      depth--;
      const opener = lines.at(-1);
      if (line.trim() === "" && opener !== undefined && /[{[]$/.test(opener)) line = `${lines.pop()}${token}`;
      else {
        breakLine();
        line += token;
      }
    } else if (token === ",") {
      line += token;
      breakLine();
    } else line += token === ":" ? ": " : token;
  }
  lines.push(line);
  return lines;
}

const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/gs;
/** Deeper than that the indent stands still, or a line would be nothing but blanks. */
const DEPTH_MAX = 40;
