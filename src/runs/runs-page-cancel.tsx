/** Cancelling from a list: a question first, then the row says what was asked for until the list says how it ended. */
import { Suspense, useState } from "react";
import { isEnded, type Run } from "../contract/run.ts";
import { later } from "../ui/later.tsx";
import { Clock } from "../ui/time.tsx";

/** Loaded when it is asked: few who look at runs cancel one. Named here and not shared, which would be one more file to ask for. */
const LaterCancelQuestion = later(async () => (await import("./cancel-question.tsx")).CancelQuestion);

export interface Cancels {
  /** Opens the question. */
  readonly ask: (run: Run) => void;
  /** By run id: when it was asked to stop, epoch ms, and whether the server said that it heard. */
  readonly asked: ReadonlyMap<string, Asked>;
}

interface Asked {
  readonly at: number;
  readonly isHeard: boolean;
}

/** `onAsked` reads the list again. Give back `question` as part of the page; `cancels` is undefined where nobody can. */
export function useCancels(agentId: number, canCancel: boolean, onAsked: () => void) {
  const [run, ask] = useState<Run>();
  const [asked, setAsked] = useState<ReadonlyMap<string, Asked>>(new Map());
  const question = run && (
    <Suspense fallback={null}>
      <LaterCancelQuestion.Part
        agentId={agentId}
        run={run}
        onClose={() => ask(undefined)}
        onAsked={(outcome) => {
          if (outcome !== "problem")
            setAsked((before) => new Map(before).set(run.id, { at: Date.now(), isHeard: outcome === "asked" }));
          onAsked();
        }}
      />
    </Suspense>
  );
  return { question, cancels: canCancel ? { ask, asked } : undefined };
}

/** Stands at the end of a row's summary while its run goes on. */
export function RowCancel({ run, cancels }: { run: Run; cancels: Cancels }) {
  if (isEnded(run)) return null;
  const asked = cancels.asked.get(run.id);
  if (asked)
    return (
      <span className="ml-auto shrink-0 text-12 text-ink-3">
        {asked.isHeard ? "Asked to stop" : "Asked to stop, no answer yet"}, <Clock at={asked.at} />
      </span>
    );
  return (
    <button
      type="button"
      onClick={() => cancels.ask(run)}
      className="relative z-[1] ml-auto touch-target print:hidden shrink-0 rounded-bar max-md:after:h-11 max-md:after:w-16 text-12 text-ink-2 underline decoration-line-strong underline-offset-4 hover:text-ink hover:decoration-current"
    >
      Cancel…<span className="sr-only"> {run.workflowId}</span>
    </button>
  );
}
