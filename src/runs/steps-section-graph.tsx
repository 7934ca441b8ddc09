/** The graph of the steps, loaded when it is first wanted; when that fails the page says so and can try again. */
import { Component, type ComponentProps, lazy, type ReactNode, Suspense, useState } from "react";
import { Button } from "../ui/button.tsx";
import type { Graph as GraphView } from "./graph-view.tsx";

/** The graph's own height, kept while it is not there: nothing below moves when it comes. */
const ROOM = "h-[70vh] min-h-80";

const load = () => lazy(async () => ({ default: (await import("./graph-view.tsx")).Graph }));
const first = load();

export function StepsGraph(props: ComponentProps<typeof GraphView>) {
  const [{ Graph, tries }, setLoading] = useState({ Graph: first, tries: 0 });
  // A lazy component keeps its failure; another one asks again.
  const retry = () => setLoading({ Graph: load(), tries: tries + 1 });
  return (
    <LoadBoundary key={tries} fallback={<NotLoaded onRetry={retry} />}>
      <Suspense
        fallback={
          <div role="status" className={`${ROOM} grid place-items-center text-12 text-ink-3`}>
            Loading the graph…
          </div>
        }
      >
        <Graph {...props} />
      </Suspense>
    </LoadBoundary>
  );
}

function NotLoaded({ onRetry }: { onRetry: () => void }) {
  return (
    <div role="alert" className={`${ROOM} flex flex-col items-center justify-center gap-3 text-ink-2`}>
      <p>The graph could not be loaded. The timeline and the table show the same steps.</p>
      <Button onClick={onRetry}>Retry</Button>
    </div>
  );
}

/** Errors while rendering can only be caught by a class. */
class LoadBoundary extends Component<{ fallback: ReactNode; children: ReactNode }, { hasFailed: boolean }> {
  override state = { hasFailed: false };
  static getDerivedStateFromError() {
    return { hasFailed: true };
  }
  override render() {
    return this.state.hasFailed ? this.props.fallback : this.props.children;
  }
}
