/** Whether a text would look different as Markdown. */
import { SHOWN_MAX } from "./agent-text.tsx";

/** Only then it is offered as Markdown. Linear time. */
export function looksLikeMarkdown(text: string): boolean {
  const start = text.slice(0, SHOWN_MAX);
  return (
    /^ {0,3}(?:#{1,6} |[-*+] |\d{1,9}[.)] |>|```|~~~|\|.*\|)/m.test(start) || /\*\*\S|__\S|`[^`\n]+`|\]\(/.test(start)
  );
}
