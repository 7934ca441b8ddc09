/** A text exactly as sent, in lines; a long one in a window. */
import { useRef } from "react";
import { VisibleText } from "./agent-text.tsx";
import { linesOf } from "./payload-tree.ts";
import { useWindowRows } from "./window-rows.tsx";

/** UTF-16 units that may stand in the page as one block. */
const WHOLE_MAX = 20_000;
const ROW_HEIGHT = 20;

export function PayloadRaw({ text, label }: { text: string; label: string }) {
  if (text.length > WHOLE_MAX) return <WindowedRaw text={text} label={label} />;
  return (
    <pre
      tabIndex={0}
      aria-label={`${label}, raw`}
      className="max-h-[70vh] overflow-auto break-all whitespace-pre-wrap text-ink"
    >
      <VisibleText text={text} />
    </pre>
  );
}

function WindowedRaw({ text, label }: { text: string; label: string }) {
  const scrollRef = useRef<HTMLPreElement>(null);
  const lines = linesOf(text);
  const { start, end, totalHeight } = useWindowRows({ count: lines.length, rowHeight: ROW_HEIGHT, scrollRef });
  return (
    <pre
      ref={scrollRef}
      tabIndex={0}
      aria-label={`${label}, raw`}
      className="h-[70vh] max-h-[640px] overflow-auto text-ink"
    >
      <div className="relative w-max min-w-full" style={{ height: totalHeight }}>
        {lines.slice(start, end).map((line, index) => (
          <div
            key={start + index}
            className="absolute h-5 whitespace-pre"
            style={{ top: (start + index) * ROW_HEIGHT }}
          >
            <VisibleText text={line} />
          </div>
        ))}
      </div>
    </pre>
  );
}
