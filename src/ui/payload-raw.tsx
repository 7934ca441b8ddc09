/** A text exactly as sent, in lines; a long one in a window, its lines counted in slices. */
import { useEffect, useRef, useState } from "react";
import { VisibleText } from "./agent-text.tsx";
import { LineMark } from "./payload-line.tsx";
import { type Lines, linesInSteps } from "./payload-lines.ts";
import { PayloadPartBar } from "./payload-part-bar.tsx";
import { usePartRows } from "./payload-parts.ts";
import { runInSlices } from "../contract/slices.ts";

/** UTF-16 units that may stand in the page as one block. */
const WHOLE_MAX = 20_000;
const ROW_HEIGHT = 20;

export function PayloadRaw({ text, label }: { text: string; label: string }) {
  if (text.length > WHOLE_MAX) return <CountedRaw text={text} label={label} />;
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

function CountedRaw({ text, label }: { text: string; label: string }) {
  const [counted, setCounted] = useState<{ text: string; lines: Lines }>();
  useEffect(() => runInSlices(linesInSteps(text), { onDone: (lines) => setCounted({ text, lines }) }), [text]);
  // Of the text shown before, its lines stay until the new ones are counted.
  if (!counted) return <p className="text-12 text-ink-3">Counting lines</p>;
  return <WindowedRaw lines={counted.lines} label={label} />;
}

function WindowedRaw({ lines, label }: { lines: Lines; label: string }) {
  const scrollRef = useRef<HTMLPreElement>(null);
  const rows = usePartRows({ count: lines.count, rowHeight: ROW_HEIGHT, scrollRef });
  return (
    <>
      <PayloadPartBar rows={rows} count={lines.count} />
      <pre
        ref={scrollRef}
        tabIndex={0}
        aria-label={`${label}, raw`}
        className="h-[70vh] max-h-[640px] overflow-auto text-ink"
      >
        <div className="relative w-max min-w-full" style={{ height: rows.totalHeight }}>
          {Array.from({ length: rows.end - rows.start }, (_, i) => {
            const index = rows.start + i;
            const { text, isCut } = lines.at(index);
            return (
              <div
                key={index}
                data-line={index}
                className="absolute h-5 pl-4 whitespace-pre"
                style={{ top: (index - rows.first) * ROW_HEIGHT }}
              >
                {isCut && <LineMark />}
                <VisibleText text={text} />
              </div>
            );
          })}
        </div>
      </pre>
    </>
  );
}
