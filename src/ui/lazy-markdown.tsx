/** The Markdown look of a text, loaded when it is first wanted; when it does not come, the text stays. */
import { type ComponentType, lazy, type ReactNode, Suspense } from "react";

interface Props {
  readonly text: string;
  /** Accessible name: `Summary`. */
  readonly label: string;
  /** The same as text: what stands there until the look is loaded, and for good when it does not come. */
  readonly asText: ReactNode;
}

const View = lazy<ComponentType<Props>>(async () => {
  try {
    return { default: (await import("./markdown-view.tsx")).MarkdownView };
  } catch {
    return { default: NotLoaded };
  }
});

export function LazyMarkdown(props: Props) {
  return (
    <Suspense fallback={props.asText}>
      <View {...props} />
    </Suspense>
  );
}

function NotLoaded({ asText }: Props) {
  return (
    <>
      <p className="pb-2 text-12 text-ink-2">Markdown could not be loaded: it stays text.</p>
      {asText}
    </>
  );
}
