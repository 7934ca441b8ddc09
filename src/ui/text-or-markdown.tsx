/** A longer text of an agent in its frame: as text, or as Markdown for whoever asks for it. */
import { Suspense, useState } from "react";
import { AgentRegion } from "./agent-region.tsx";
import { AgentText, SHOWN_MAX } from "./agent-text.tsx";
import { Button } from "./button.tsx";
import { LazyMarkdown, looksLikeMarkdown } from "./lazy-markdown.tsx";
import { later } from "./later.tsx";

interface TextOrMarkdownProps {
  readonly text: string;
  /** Accessible name of its region: `Summary`. */
  readonly label: string;
  readonly className?: string;
  /** Of the text as text. */
  readonly textClassName?: string;
}

/** Few texts are longer than a page may hold as one block. */
const LaterRaw = later(async () => (await import("./payload-raw.tsx")).PayloadRaw);

const LONG = 1_500;
const LINES = 20;

export function TextOrMarkdown({ text, label, className = "", textClassName = "" }: TextOrMarkdownProps) {
  const [isMarkdown, setMarkdown] = useState(false);
  const action = looksLikeMarkdown(text) && (
    <Button
      kind="quiet"
      aria-pressed={isMarkdown}
      aria-label={`${label} as Markdown`}
      className={`h-6! px-2! text-11! max-md:h-11! ${isMarkdown ? "bg-sunken font-semibold" : ""}`}
      onClick={() => setMarkdown(!isMarkdown)}
    >
      As Markdown
    </Button>
  );
  const asText = <Plain text={text} label={label} className={textClassName} />;
  return (
    <AgentRegion label={label} className={className} action={action}>
      {isMarkdown ? <LazyMarkdown text={text} label={label} asText={asText} /> : asText}
    </AgentRegion>
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
      <AgentText text={text} isLinked />
    </div>
  );
}
