/** Who wants to hear when the answer of a run may have changed, by workflow id: an attempt more is news of all of them. */

export interface RunListeners {
  /** Called after every change until the function given back is called. */
  add(workflowId: string, listener: () => void): () => void;
  has(workflowId: string): boolean;
  /** They hear it a moment later, once however often it is told, and never inside the write that made the change. */
  tell(workflowId: string): void;
  tellAll(): void;
}

export function createRunListeners(): RunListeners {
  const listening = new Map<string, Set<() => void>>();
  const told = new Set<string>();

  function hear(): void {
    const ids = [...told];
    told.clear();
    for (const id of ids) {
      const all = listening.get(id);
      // A copy, for a listener may stop or begin others; one that was stopped meanwhile hears nothing.
      for (const listener of all ? [...all] : []) if (all?.has(listener)) listener();
    }
  }

  function tell(workflowId: string): void {
    if (!listening.has(workflowId)) return;
    if (told.size === 0) queueMicrotask(hear);
    told.add(workflowId);
  }

  return {
    add(workflowId, listener) {
      // The same function may be given twice, by two who each stop for themselves.
      const own = (): void => listener();
      const all = listening.get(workflowId) ?? new Set();
      listening.set(workflowId, all.add(own));
      return () => {
        all.delete(own);
        if (all.size === 0 && listening.get(workflowId) === all) listening.delete(workflowId);
      };
    },
    has: (workflowId) => listening.has(workflowId),
    tell,
    tellAll: () => [...listening.keys()].forEach(tell),
  };
}
