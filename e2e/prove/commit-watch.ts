/** Counts, inside the page, what a poll makes React do below the head of the run: components rendered, elements changed. */

export interface Work {
  /** Function components that rendered. */
  readonly renders: number;
  readonly names: readonly string[];
  /** Changes of the document. */
  readonly mutations: number;
}

declare global {
  interface Window {
    /** What was done since the last call. */
    takeWork: () => Work;
  }
}

/** An init script: React finds the hook of its developer tools and reports every commit to it. */
export function watchCommits(): void {
  interface Fiber {
    readonly tag: number;
    readonly type: unknown;
    readonly flags: number;
    readonly child: Fiber | null;
    readonly sibling: Fiber | null;
    readonly alternate: Fiber | null;
    readonly stateNode: unknown;
  }
  // Of React's source: what a component that rendered is marked with, and kinds of fibers.
  const PERFORMED_WORK = 1;
  const COMPONENTS = new Set([0, 11, 14, 15]);
  const HOST = 5;
  let renders = 0;
  let names = new Set<string>();
  let mutations = 0;

  const isBelowHead = (node: Node | null): boolean => {
    const element = node instanceof Element ? node : (node?.parentElement ?? null);
    return element?.closest("main") !== null && element?.closest("main > header") === null;
  };
  const visit = (parent: Fiber, isBelow: boolean): void => {
    // The same children as before the commit: nothing below was touched.
    if (parent.child === parent.alternate?.child) return;
    for (let fiber = parent.child; fiber; fiber = fiber.sibling) {
      const isMain = fiber.tag === HOST && (fiber.stateNode as Element).tagName === "MAIN";
      const isHead = fiber.tag === HOST && isBelow && (fiber.stateNode as Element).matches("main > header");
      if (
        isBelow &&
        COMPONENTS.has(fiber.tag) &&
        fiber.alternate &&
        fiber.flags & PERFORMED_WORK &&
        !holdsHead(fiber)
      ) {
        renders++;
        names.add((fiber.type as { name?: string }).name ?? "");
      }
      if (!isHead) visit(fiber, isBelow || isMain);
    }
  };
  /** The component that renders the head itself. */
  const holdsHead = (fiber: Fiber): boolean => {
    let inner = fiber.child;
    while (inner && inner.tag !== HOST) inner = inner.child;
    return inner !== null && (inner.stateNode as Element).matches("main > header");
  };
  Object.assign(window, {
    __REACT_DEVTOOLS_GLOBAL_HOOK__: {
      supportsFiber: true,
      checkDCE: () => undefined,
      inject: () => 1,
      onCommitFiberUnmount: () => undefined,
      onPostCommitFiberRoot: () => undefined,
      onScheduleFiberRoot: () => undefined,
      onCommitFiberRoot: (_id: number, root: { current: Fiber }) => visit(root.current, false),
    },
    takeWork: (): Work => {
      const work = { renders, names: [...names], mutations };
      renders = 0;
      mutations = 0;
      names = new Set();
      return work;
    },
  });
  new MutationObserver((records) => {
    mutations += records.filter((record) => isBelowHead(record.target)).length;
  }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
}
