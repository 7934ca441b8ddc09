/** A longer text of an agent in its frame: as text, or as Markdown for whoever asks for it. */
import { type ReactNode, Suspense } from "react";
import { AgentRegion } from "./agent-region.tsx";
import { SHOWN_MAX } from "./agent-text.tsx";
import { later } from "./later.tsx";
import { LaterLinkedText } from "./later-linked-text.tsx";
import { looksLikeMarkdown } from "./looks-like-markdown.ts";

export interface TextOrMarkdownProps {
  readonly text: string;
  /** Accessible name of its region: `Summary`. */
  readonly label: string;
  readonly className?: string;
  /** Of the text as text. */
  readonly textClassName?: string;
}

/** Few texts are longer than a page may hold as one block. */
const LaterRaw = later(async () => (await import("./payload-raw.tsx")).PayloadRaw);
const LaterChoice = later(async () => (await import("./markdown-choice.tsx")).MarkdownChoice);

const LONG = 1_500;
const LINES = 20;

export function TextOrMarkdown(props: TextOrMarkdownProps) {
  const { text, label, className = "", textClassName = "" } = props;
  const asText = <Plain text={text} label={label} className={textClassName} />;
  const region = (action?: ReactNode) => (
    <AgentRegion label={label} className={className} action={action}>
      {asText}
    </AgentRegion>
  );
  if (!looksLikeMarkdown(text)) return region();
  return (
    // As high as with the button that is on its way.
    <Suspense fallback={region(<span className="h-6 max-md:h-11" />)}>
      <LaterChoice.Part {...props} asText={asText} />
    </Suspense>
  );
}

function Plain({ text, label, className }: { text: string; label: string; className: string }) {
  if (text.length > SHOWN_MAX) {
    return (
      // What it says itself at first, until its lines are counted.
      <Suspense fallback={<p className="text-12 text-ink-3">Counting lines</p>}>
        <LaterRaw.Part text={text} label={label} />
      </Suspense>
    );
  }
  return (
    <div
      className={`max-h-120 overflow-auto break-words whitespace-pre-wrap ${className}`}
      // A box that scrolls must be reachable by keyboard.
      tabIndex={text.length > LONG || text.split("\n", LINES + 1).length > LINES ? 0 : undefined}
    >
      <LaterLinkedText text={text} />
    </div>
  );
}
