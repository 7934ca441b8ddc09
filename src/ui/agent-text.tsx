/** Text somebody else wrote: shown as text and nothing else, hidden characters marked, its direction kept to itself. */
import { AgentLink } from "./agent-link.tsx";
import { plural } from "./bytes.ts";
import { splitLinks } from "./read-link.ts";
import { markOf, nameOf, splitHidden } from "./visible-text.ts";

/** UTF-16 units one place in the page holds; what has more is shown in a window of lines, or says what it left out. */
export const SHOWN_MAX = 20_000;

interface AgentTextProps {
  readonly text: string;
  /** Web and mail addresses become links. Not in headings, names and buttons. */
  readonly isLinked?: boolean;
}

/** Never reads HTML or Markdown. Line breaks follow the `white-space` of where it stands. */
export function AgentText({ text, isLinked = false }: AgentTextProps) {
  const shown = text.length > SHOWN_MAX ? text.slice(0, SHOWN_MAX) : text;
  return (
    <>
      <bdi>{isLinked ? <LinkedText text={shown} /> : <VisibleText text={shown} />}</bdi>
      {shown !== text && (
        <strong className="font-sans text-12 font-semibold text-ink-2">
          {" "}
          … {plural(text.length - shown.length, "more character")}
        </strong>
      )}
    </>
  );
}

function LinkedText({ text }: { text: string }) {
  return splitLinks(text).map(({ text: part, link }, index) =>
    link ? (
      <AgentLink key={index} link={link} isNamed={link.isPlain}>
        <VisibleText text={part} />
      </AgentLink>
    ) : (
      <VisibleText key={index} text={part} />
    ),
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
        data-hidden=""
        className="mx-px rounded-bar border border-control bg-sunken px-0.5 font-mono text-[0.8em] whitespace-nowrap text-ink-2 [unicode-bidi:isolate]"
      >
        {markOf(piece.text)}
      </span>
    ) : (
      piece.text
    ),
  );
}
