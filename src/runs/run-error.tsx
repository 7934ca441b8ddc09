/** What a task failed with, exactly as sent. */
import type { Run } from "../contract/run.ts";
import { CopyButton } from "../ui/copy-button.tsx";
import { MaskedField } from "./masked-field.tsx";
import { TextOrMarkdown } from "../ui/text-or-markdown.tsx";

export function RunError({ run }: { run: Run }) {
  if (run.taskError === undefined) return null;
  return (
    <section aria-labelledby={TITLE} className="border-t border-line px-4 py-4 min-[720px]:px-6">
      <div className="mb-2 flex items-baseline justify-between gap-4">
        <h2 id={TITLE} className="text-15 font-semibold">
          Error
        </h2>
        <span className="-mr-2.5">
          <CopyButton text={run.taskError} name="Copy error" />
        </span>
      </div>
      <MaskedField run={run} pointer="/taskError" text={run.taskError} label="Error" isBelow>
        <TextOrMarkdown text={run.taskError} label="Error, as sent" textClassName="font-mono text-12 leading-5" />
      </MaskedField>
    </section>
  );
}

const TITLE = "run-error-title";
