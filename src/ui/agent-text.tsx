/** Text somebody else wrote: shown as text and nothing else, hidden characters marked, its direction kept to itself. */
import { type ReactNode, useEffect, useState } from "react";
import { plural } from "./bytes.ts";
import type * as HiddenNames from "./hidden-names.ts";
import { hexOf, isPlain, markOf, splitHidden, type TextPiece } from "./visible-text.ts";

/** UTF-16 units one place in the page holds; what has more is shown in a window of lines, or says what it left out. */
export const SHOWN_MAX = 20_000;

/** Never reads HTML or Markdown. Line breaks follow the `white-space` of where it stands. */
export function AgentText({ text }: { text: string }) {
  if (text.length <= SHOWN_MAX && isPlain(text)) return <bdi>{text}</bdi>;
  return <CutText text={text}>{(shown) => <VisibleText text={shown} />}</CutText>;
}

/** As much of a text as one place may hold, and how much more there is. */
export function CutText({ text, children }: { text: string; children: (shown: string) => ReactNode }) {
  const shown = text.length > SHOWN_MAX ? text.slice(0, SHOWN_MAX) : text;
  return (
    <>
      <bdi>{children(shown)}</bdi>
      {shown !== text && (
        <strong className="font-sans text-12 font-semibold text-ink-2">
          {" "}
          … {plural(text.length - shown.length, "more character")}
        </strong>
      )}
    </>
  );
}

/** The same without its own direction, for code that already has one. */
export function VisibleText({ text }: { text: string }) {
  const pieces = splitHidden(text);
  return pieces.some(({ isHidden }) => isHidden) ? <Marked pieces={pieces} /> : text;
}

function Marked({ pieces }: { pieces: readonly TextPiece[] }) {
  const nameOf = useHiddenNames();
  return pieces.map((piece, index) =>
    piece.isHidden ? (
      <span
        key={index}
        title={nameOf?.(piece.text) ?? hexOf(piece.text.codePointAt(0) ?? 0)}
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

/** Names come a moment after the marks, for all marks of a text at once: it may have thousands. Until then a code stands. */
function useHiddenNames(): ((hidden: string) => string) | undefined {
  const [names, setNames] = useState<typeof HiddenNames>();
  useEffect(() => {
    import("./hidden-names.ts").then(setNames, () => {
      // The marks stand with their codes alone.
    });
  }, []);
  return names?.nameOf;
}
