/** A text that may be Markdown, with the button that shows it so. */
import { type ReactNode, useState } from "react";
import { AgentRegion } from "./agent-region.tsx";
import { Button } from "./button.tsx";
import { LazyMarkdown } from "./lazy-markdown.tsx";
import type { TextOrMarkdownProps } from "./text-or-markdown.tsx";

export function MarkdownChoice({
  text,
  label,
  className = "",
  asText,
}: TextOrMarkdownProps & { readonly asText: ReactNode }) {
  const [isMarkdown, setMarkdown] = useState(false);
  const action = (
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
      {isMarkdown ? <LazyMarkdown text={text} label={label} asText={asText} /> : asText}
    </AgentRegion>
  );
}
