/** As LinkedText, for the first view: the same text at once, its links when their code is there. Few texts have any. */
import { lazy, Suspense } from "react";
import { AgentText } from "./agent-text.tsx";

const Linked = lazy(() =>
  import("./linked-text.tsx").then(
    ({ LinkedText }) => ({ default: LinkedText }),
    () => ({ default: AgentText }),
  ),
);

export function LaterLinkedText({ text }: { text: string }) {
  const asText = <AgentText text={text} />;
  if (!/https?:|mailto:/i.test(text)) return asText;
  return (
    <Suspense fallback={asText}>
      <Linked text={text} />
    </Suspense>
  );
}
