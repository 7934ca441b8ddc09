/** An error and its causes, outermost first; the last one is where to look. Then the attempts that led there. */
import { useState } from "react";
import { readError } from "../contract/read-error.ts";
import type { Payload } from "../contract/payload.ts";
import type { Step } from "../contract/step.ts";
import { AgentText } from "../ui/agent-text.tsx";
import { Button } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { InspectorAttempts } from "./inspector-attempts.tsx";

export function InspectorError({ step }: { step: Step }) {
  const attemptErrors = step.attempts.map((a) => a.error).filter((e) => e !== undefined);
  const error = step.error ?? (step.phase === "failed" ? attemptErrors.at(-1) : undefined);
  const earlier = error ? undefined : (step.earlierError ?? attemptErrors.at(-1));
  const shown = error ?? earlier;
  if (!shown)
    return (
      <p className="text-ink-3">
        {step.phase === "failed" ? "The step failed, but the answer holds no error." : "No error."}
      </p>
    );
  return (
    <>
      {earlier && (
        <p className="mb-3 text-ink-2">
          An earlier attempt failed with this; the step{" "}
          {step.phase === "succeeded" ? "succeeded afterwards" : "is not over"}.
        </p>
      )}
      <CauseChain key={shown.text} error={shown} />
      {step.attempts.length > 1 && (
        <section aria-label="Attempts" className="mt-6 border-t border-line pt-5">
          <h3 className="mb-2 text-13 font-semibold">Attempts</h3>
          <InspectorAttempts step={step} />
        </section>
      )}
    </>
  );
}

function CauseChain({ error }: { error: Payload }) {
  const chain = readError(error);
  const [hasStack, setStack] = useState(true);
  const withStack = chain.some((link) => link.stack !== undefined);
  return (
    <section aria-label="Cause chain">
      <div className="mb-2 flex items-center gap-1">
        <h3 className="flex-1 text-13 font-semibold">{chain.length > 1 ? "Cause chain" : "Error"}</h3>
        <span className="-mr-2.5 flex">
          <CopyButton text={() => copied(error)} name="Copy error" />
          {withStack && (
            <Button kind="quiet" size={28} aria-pressed={hasStack} onClick={() => setStack(!hasStack)}>
              Stack
            </Button>
          )}
        </span>
      </div>
      <ol>
        {chain.map((link, index) => {
          const isRoot = index === chain.length - 1;
          return (
            <li key={index} className="relative pb-4 pl-6">
              {!isRoot && (
                <span aria-hidden="true" className="absolute top-3 -bottom-1 left-[5px] w-px bg-line-strong" />
              )}
              <span
                aria-hidden="true"
                className={`absolute top-1.5 left-[2px] size-[7px] rounded-full ${isRoot ? "bg-bar-fail" : "border border-ink-3 bg-surface"}`}
              />
              {index > 0 && <p className="text-11 text-ink-3">{isRoot ? "caused by · root cause" : "caused by"}</p>}
              {link.type !== undefined && (
                <p className={`font-mono text-12 leading-5 font-semibold break-words ${isRoot ? "text-fail" : ""}`}>
                  <AgentText text={link.type} />
                </p>
              )}
              <p className="break-words whitespace-pre-wrap">
                <AgentText text={link.message} />
              </p>
              {hasStack && link.stack !== undefined && <Stack text={link.stack} />}
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function copied(error: Payload): string {
  return readError(error)
    .map((link) => [[link.type, link.message].filter(Boolean).join(": "), link.stack].filter(Boolean).join("\n"))
    .join("\ncaused by ");
}

const FRAME = /^\s*at\s/;

/** Frames of the agent's own code; those of libraries are counted, and shown when asked for. */
function Stack({ text }: { text: string }) {
  const [isWhole, setWhole] = useState(false);
  // The first lines of a stack repeat type and message, which stand above it.
  const frames = text.split("\n").filter((line) => FRAME.test(line));
  const own = frames.filter((line) => !line.includes("node_modules") && !line.includes("node:internal"));
  const lines = isWhole || frames.length === 0 ? text.split("\n") : own;
  const hidden = frames.length - own.length;
  return (
    <div
      role="group"
      aria-label="Stack"
      tabIndex={0}
      className="mt-2 overflow-x-auto border-l border-line pl-3 font-mono text-11 leading-5 text-ink"
    >
      <pre className="font-[inherit]">
        <AgentText text={lines.map((line) => line.trim()).join("\n")} />
      </pre>
      {!isWhole && hidden > 0 && (
        <button
          type="button"
          className="h-6 cursor-pointer text-ink-3 hover:text-ink max-[719px]:h-11"
          onClick={() => setWhole(true)}
        >
          {hidden} {hidden === 1 ? "frame" : "frames"} in node_modules
        </button>
      )}
    </div>
  );
}
