/** What came out of two runs, line by line: what is only in the first, only in the second, and in both. */
import { useMemo } from "react";
import type { Run } from "../contract/run.ts";
import { AgentText } from "../ui/agent-text.tsx";
import { PayloadRaw } from "../ui/payload-raw.tsx";
import { type DiffLine, diffLines } from "./diff-lines.ts";
import { prettyJson } from "./pretty-json.ts";

/** UTF-16 units of a result that are still laid out in lines here. */
const TEXT_MAX = 400_000;
/** Lines drawn at once. */
const SHOWN_MAX = 2_000;
const SIGNS = { same: " ", "only-a": "−", "only-b": "+" } as const;
const WORDS = { same: "", "only-a": "Only in the first: ", "only-b": "Only in the second: " } as const;
const LOOKS = { same: "text-ink-2", "only-a": "bg-fail-tint text-ink", "only-b": "bg-accent-tint text-ink" } as const;

export function CompareResults({ a, b }: { a: Run; b: Run }) {
  const first = resultOf(a);
  const second = resultOf(b);
  // By hand: the same two texts must not be compared again on every render.
  const diff = useMemo(() => compare(first.text, second.text), [first.text, second.text]);
  if (first.text === "" && second.text === "" && !first.isLeftOut && !second.isLeftOut) return null;
  return (
    <section aria-label="Results compared" className="border-t border-line bg-surface px-6 py-4 max-md:px-4">
      <h2 className="mb-2 text-15 font-semibold">Results</h2>
      {first.isLeftOut || second.isLeftOut ? (
        <p className="text-ink-2">A result is too large to be compared here. Open each run to see its own.</p>
      ) : diff === undefined ? (
        <>
          <p className="mb-3 text-ink-2">The results are too large or too different for a line by line comparison.</p>
          <div className="grid gap-6 md:grid-cols-2">
            <PayloadRaw text={first.text} label="Result of the first run" />
            <PayloadRaw text={second.text} label="Result of the second run" />
          </div>
        </>
      ) : (
        <Diff lines={diff} />
      )}
    </section>
  );
}

function Diff({ lines }: { lines: readonly DiffLine[] }) {
  if (lines.every(({ kind }) => kind === "same")) return <p className="text-ink-2">The results are the same.</p>;
  return (
    <>
      <p className="mb-2 text-12 text-ink-3">
        − {count(lines, "only-a")} only in the first, + {count(lines, "only-b")} only in the second
      </p>
      <pre tabIndex={0} aria-label="Results, line by line" className="overflow-x-auto border-y border-line py-1">
        {lines.slice(0, SHOWN_MAX).map(({ kind, text }, index) => (
          <div key={index} className={`min-h-5 pl-6 -indent-5 break-all whitespace-pre-wrap ${LOOKS[kind]}`}>
            <span aria-hidden="true" className="inline-block w-5 indent-0 text-ink-3 select-none">
              {SIGNS[kind]}
            </span>
            <span className="sr-only">{WORDS[kind]}</span>
            <AgentText text={text} />
          </div>
        ))}
      </pre>
      {lines.length > SHOWN_MAX && <p className="mt-2 text-12 text-ink-3">The first {SHOWN_MAX} lines.</p>}
    </>
  );
}

const count = (lines: readonly DiffLine[], kind: DiffLine["kind"]) => lines.filter((line) => line.kind === kind).length;

function resultOf(run: Run): { text: string; isLeftOut: boolean } {
  const isLeftOut =
    run.runlight.stubs?.["taskResult"] !== undefined || run.runlight.stubs?.["/taskResult"] !== undefined;
  return { text: run.taskResult?.text ?? "", isLeftOut };
}

/** Undefined when it would take too long. */
function compare(a: string, b: string): readonly DiffLine[] | undefined {
  if (a.length > TEXT_MAX || b.length > TEXT_MAX) return undefined;
  return diffLines(a === "" ? [] : prettyJson(a), b === "" ? [] : prettyJson(b));
}
