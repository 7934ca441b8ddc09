/** The request changed under the eyes: what differs, field by field, and the way back to the buttons. */
import { AgentText } from "../ui/agent-text.tsx";
import { Button } from "../ui/button.tsx";
import type { Change } from "./request-facts.ts";

export function ChangesView({ changes, onLookAgain }: { changes: readonly Change[]; onLookAgain: () => void }) {
  return (
    <div role="alert" className="rounded-control border border-fail bg-surface p-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <strong className="font-semibold text-fail">The request changed while you were looking</strong>
        <Button kind="plain" size={32} onClick={onLookAgain}>
          Look again
        </Button>
      </div>
      <dl className="mt-2 grid gap-y-1 font-mono text-12 md:grid-cols-[minmax(80px,auto)_1fr] md:gap-x-4">
        {changes.map(({ label, before, after }) => (
          <div key={label} className="md:contents">
            <dt className="text-ink-2">
              <AgentText text={label} />
            </dt>
            <dd className="break-all text-ink">
              {before === undefined ? (
                <span className="text-ink-3">was not there</span>
              ) : (
                <del className="text-ink-2">
                  <AgentText text={before} />
                </del>
              )}
              {" → "}
              {after === undefined ? (
                <span className="text-ink-3">is gone</span>
              ) : (
                <ins className="font-semibold no-underline">
                  <AgentText text={after} />
                </ins>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
