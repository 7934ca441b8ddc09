/** Text somebody else wrote: shown as text and nothing else, hidden characters marked, its direction kept to itself. */
import { markOf, nameOf, splitHidden } from "./visible-text.ts";

/** Never reads HTML, links or Markdown. Line breaks follow the `white-space` of where it stands. */
export function AgentText({ text }: { text: string }) {
  return (
    <bdi>
      <VisibleText text={text} />
    </bdi>
  );
}

/** The same without its own direction, for code that already has one. */
export function VisibleText({ text }: { text: string }) {
  const pieces = splitHidden(text);
  if (pieces.length === 1 && pieces[0]?.isHidden === false) return text;
  return pieces.map((piece, index) =>
    piece.isHidden ? (
      <span
        key={index}
        title={nameOf(piece.text)}
        className="mx-px rounded-bar border border-control bg-sunken px-0.5 font-mono text-[0.8em] text-ink-2 [unicode-bidi:isolate]"
      >
        {markOf(piece.text)}
      </span>
    ) : (
      piece.text
    ),
  );
}
