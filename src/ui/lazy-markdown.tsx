/** The Markdown look of a text, loaded when it is first wanted; when it does not come, the text stays. */
import { lazy, Suspense } from "react";
import { SHOWN_MAX } from "./agent-text.tsx";
import { PayloadRaw } from "./payload-raw.tsx";

interface Props {
  readonly text: string;
  /** Accessible name: `Summary`. */
  readonly label: string;
}

const View = lazy(async () => {
  try {
    return { default: (await import("./markdown-view.tsx")).MarkdownView };
  } catch {
    return { default: NotLoaded };
  }
});

export function LazyMarkdown(props: Props) {
  return (
    <Suspense fallback={<PayloadRaw {...props} />}>
      <View {...props} />
    </Suspense>
  );
}

function NotLoaded(props: Props) {
  return (
    <>
      <p className="pb-2 text-12 text-ink-2">Markdown could not be loaded: it stays text.</p>
      <PayloadRaw {...props} />
    </>
  );
}

/** Whether it would look different as Markdown: only then it is offered. Linear time. */
export function looksLikeMarkdown(text: string): boolean {
  const start = text.slice(0, SHOWN_MAX);
  return (
    /^ {0,3}(?:#{1,6} |[-*+] |\d{1,9}[.)] |>|```|~~~|\|.*\|)/m.test(start) || /\*\*\S|__\S|`[^`\n]+`|\]\(/.test(start)
  );
}
