/**
 * A part of a page whose code comes later: when it is wanted, or ahead of that once the page rests. Code that does not
 * arrive, as after a deploy in between, leaves a sentence and a way on in its place.
 */
import { type ComponentType, lazy, useEffect, useState } from "react";
import { Button } from "./button.tsx";

export interface Later<Props> {
  /** Suspends until its code is there; shows at once when it already is. */
  readonly Part: ComponentType<Props>;
  /** Shows nothing until then, and for good when it does not come. React would hold back what suspended for 300 ms. */
  readonly Soon: ComponentType<Props>;
  /** Begins to load the code. Never throws; after a failure the next one who wants it tries again. */
  readonly preload: () => void;
}

export function later<Props extends object>(load: () => Promise<ComponentType<Props>>): Later<Props> {
  let loaded: ComponentType<Props> | undefined;
  let loading: Promise<ComponentType<Props>> | undefined;
  const get = () => {
    loading ??= load().then(
      (component) => (loaded = component),
      () => {
        loading = undefined;
        return NotLoaded;
      },
    );
    return loading;
  };
  const Waiting = lazy(async () => ({ default: await get() }));
  function Part(props: Props) {
    // Which of the two is kept, for another component would begin with empty state.
    const [Shown] = useState<ComponentType<Props>>(() => loaded ?? Waiting);
    return <Shown {...props} />;
  }
  function Soon(props: Props) {
    const [Shown, show] = useState(() => loaded);
    useEffect(() => {
      if (!Shown) void get().then(() => show(() => loaded));
    }, [Shown]);
    return Shown ? <Shown {...props} /> : null;
  }
  return { Part, Soon, preload: () => void get() };
}

function NotLoaded() {
  return (
    <div role="alert" className="flex flex-wrap items-center gap-3 px-4 py-4 text-13 text-ink-2 min-[720px]:px-6">
      <p>A part of this page could not be loaded. Runlight may have been updated, or the network is away.</p>
      <Button onClick={() => window.location.reload()}>Load again</Button>
    </div>
  );
}
