/** What a task failed with, exactly as sent. */
import type { Run } from "../contract/run.ts";
import { AgentText } from "../ui/agent-text.tsx";
import { CopyButton } from "../ui/copy-button.tsx";

export function RunError({ run }: { run: Run }) {
  if (run.taskError === undefined) return null;
  return (
    <section aria-label="Error" className="border-t border-line px-4 py-4 min-[720px]:px-6">
      <div className="mb-2 flex items-baseline justify-between gap-4">
        <h2 className="text-15 font-semibold">Error</h2>
        <span className="-mr-2.5">
          <CopyButton text={run.taskError} name="Copy error" />
        </span>
      </div>
      <p className="max-h-120 overflow-auto border-l-2 border-bar-fail pl-3 font-mono text-12 leading-5 break-words whitespace-pre-wrap">
        <AgentText text={run.taskError} />
      </p>
    </section>
  );
}
