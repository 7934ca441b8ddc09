/** A longer text of an agent in its frame: as text, or as Markdown for whoever asks for it. */
import { useState } from "react";
import { AgentRegion } from "./agent-region.tsx";
import { AgentText, SHOWN_MAX } from "./agent-text.tsx";
import { Button } from "./button.tsx";
import { LazyMarkdown, looksLikeMarkdown } from "./lazy-markdown.tsx";
import { PayloadRaw } from "./payload-raw.tsx";

interface TextOrMarkdownProps {
  readonly text: string;
  /** Accessible name of its region: `Summary`. */
  readonly label: string;
  readonly className?: string;
  /** Of the text as text. */
  readonly textClassName?: string;
}

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
  return (
    <AgentRegion label={label} className={className} action={action}>
      <Shown text={text} label={label} isMarkdown={isMarkdown} className={textClassName} />
    </AgentRegion>
  );
}

interface ShownProps {
  readonly text: string;
  readonly label: string;
  readonly isMarkdown: boolean;
  readonly className: string;
}

function Shown({ text, label, isMarkdown, className }: ShownProps) {
  if (isMarkdown) return <LazyMarkdown text={text} label={label} />;
  if (text.length > SHOWN_MAX) return <PayloadRaw text={text} label={label} />;
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
