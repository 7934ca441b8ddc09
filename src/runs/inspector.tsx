/** Everything one step says about itself: input, output, error, attempts, other fields, and the node as it came. */
import { isWaitStep } from "./timeline-bars.ts";
import type { Run } from "../contract/run.ts";
import type { Step } from "../contract/step.ts";
import type { StepsByKey } from "../contract/steps-by-key.ts";
import { AgentText } from "../ui/agent-text.tsx";
import { Button } from "../ui/button.tsx";
import { Disclosure } from "../ui/disclosure.tsx";
import { CrossIcon } from "../ui/icons.tsx";
import { PayloadView } from "../ui/payload-view.tsx";
import { StatusWord } from "../ui/status.tsx";
import { Tabs } from "../ui/tabs.tsx";
import { InspectorAttempts } from "./inspector-attempts.tsx";
import { InspectorError } from "./inspector-error.tsx";
import { InspectorFacts } from "./inspector-facts.tsx";
import { labelOf } from "./step-label.ts";
import { stubsOfStep, StubNote } from "./stubs.tsx";
import { FieldList } from "./field-list.tsx";
import { MaskedField } from "./masked-field.tsx";
import { fieldPointer, stepPointer } from "./step-pointer.ts";

const TABS = ["input", "output", "error", "attempts", "raw"] as const;
type Tab = (typeof TABS)[number];

interface Props {
  readonly step: Step;
  readonly run: Run;
  readonly byKey: StepsByKey;
  readonly tab: string | undefined;
  readonly clockOffsetMs: number;
  readonly onTab: (tab: Tab) => void;
  readonly onClose: () => void;
}

/** What a person who picks this step most likely looks for. */
function usualTab(step: Step): Tab {
  if (step.phase === "failed" && (step.error || step.attempts.some((a) => a.error))) return "error";
  return step.output && !isWaitStep(step) && step.phase === "succeeded" ? "output" : "input";
}

export function Inspector({ step, run, byKey, tab, clockOffsetMs, onTab, onClose }: Props) {
  const current = TABS.find((name) => name === tab) ?? usualTab(step);
  const stubs = stubsOfStep(run, step);
  const has = (name: string) => stubs.some(([field]) => field === name);
  const attempts = step.attempts.length;
  const items = [
    { key: "input", label: "Input", isEmpty: !step.input && !has("input") },
    { key: "output", label: "Output", isEmpty: !step.output && !has("output") },
    {
      key: "error",
      label: "Error",
      isEmpty: !step.error && !step.earlierError && !step.attempts.some((one) => one.error),
    },
    {
      key: "attempts",
      label: attempts > 1 ? `Attempts ${attempts}` : "Attempts",
      isEmpty: attempts === 0 && step.attempt === undefined,
    },
    { key: "raw", label: "Raw" },
  ] as const;
  return (
    <>
      <div className="sticky top-0 z-1 bg-surface px-5 pt-5 pb-2 max-md:px-4 max-md:pt-3">
        <div className="flex items-start justify-between gap-3">
          <h2 id="step-details-title" tabIndex={-1} className="min-w-0 text-15 font-semibold break-words outline-none">
            <AgentText text={step.title} />
          </h2>
          <Button
            kind="quiet"
            size={28}
            aria-label="Close step details"
            className="-mt-1 -mr-1.5 w-7 px-0 max-md:-mr-3 max-md:w-11"
            onClick={onClose}
          >
            <CrossIcon />
          </Button>
        </div>
        <p className="mt-0.5 flex flex-wrap items-center gap-x-3 text-12 text-ink-3">
          <StatusWord phase={step.phase} word={labelOf(step)} />
          {(step.kind ?? step.tool) !== undefined && (
            <span>
              <AgentText text={[step.kind, step.tool].filter(Boolean).join(" · ")} />
            </span>
          )}
          <AttemptWord step={step} />
        </p>
      </div>
      <div className="px-5 pb-6 max-md:px-4">
        <Tabs label="Step details" items={items} current={current} onPick={onTab}>
          <div key={step.key + current} className="pt-4 text-13">
            <Panel step={step} run={run} byKey={byKey} current={current} clockOffsetMs={clockOffsetMs} />
          </div>
        </Tabs>
        {step.notes.length > 0 && (
          <ul className="mt-4 border-t border-line pt-3 text-12 text-ink-2">
            {step.notes.map((note) => (
              <li key={note}>
                <AgentText text={note} />
              </li>
            ))}
          </ul>
        )}
        {current !== "raw" && <OtherFields key={step.key} step={step} />}
      </div>
    </>
  );
}

function AttemptWord({ step }: { step: Step }) {
  const attempt = step.attempt ?? (step.attempts.length > 0 ? step.attempts.length : undefined);
  if (attempt === undefined || attempt === 0) return null;
  return (
    <span>
      {step.maxAttempts !== undefined && step.maxAttempts > 1
        ? `${attempt} of ${step.maxAttempts} attempts`
        : `attempt ${attempt}`}
    </span>
  );
}

function Panel(props: Pick<Props, "step" | "run" | "byKey" | "clockOffsetMs"> & { current: Tab }) {
  const { step, run, current } = props;
  switch (current) {
    case "input":
      return (
        <>
          <InspectorFacts {...props} />
          <StepPayload step={step} run={run} field="input" />
        </>
      );
    case "output":
      return <StepPayload step={step} run={run} field="output" />;
    case "error":
      return (
        <MaskedField run={run} pointer={errorPointer(run, step)} text={step.raw.text} label="Error">
          <InspectorError step={step} />
        </MaskedField>
      );
    case "attempts":
      return <InspectorAttempts step={step} />;
    case "raw":
      return (
        <MaskedField run={run} pointer={stepPointer(run, step)} text={step.raw.text} label="Raw">
          <PayloadView payload={step.raw} label="Raw" name={`${run.workflowId}-${step.key}`} />
        </MaskedField>
      );
  }
}

function StepPayload({ step, run, field }: { step: Step; run: Run; field: "input" | "output" }) {
  const payload = step[field];
  const label = field === "input" ? "Input" : "Output";
  const [, stub, stubPointer] = stubsOfStep(run, step).find(([name]) => name === field) ?? [];
  if (stub)
    return (
      <MaskedField run={run} pointer={stubPointer} text={stub.sha256} label={label}>
        <StubNote name={field} stub={stub} />
      </MaskedField>
    );
  if (payload)
    return (
      <MaskedField run={run} pointer={fieldPointer(run, step, payload.text)} text={payload.text} label={label}>
        <PayloadView payload={payload} label={label} name={`${run.workflowId}-${step.key}-${field}`} />
      </MaskedField>
    );
  const isLater =
    field === "output" && (step.phase === "running" || step.phase === "pending" || step.phase === "waiting");
  return <p className="text-ink-3">{isLater ? "No output yet." : `The answer holds no ${field} for this step.`}</p>;
}

/** Of the error's own member where the step has one; what earlier attempts failed with stands elsewhere in the node. */
function errorPointer(run: Run, step: Step): string | undefined {
  return step.error ? fieldPointer(run, step, step.error.text) : stepPointer(run, step);
}

function OtherFields({ step }: { step: Step }) {
  if (step.extra.length === 0) return null;
  return (
    <div className="mt-5 border-t border-line pt-2">
      <Disclosure title="Other fields" note={`${step.extra.length} · ${step.extra.map((f) => f.name).join(", ")}`}>
        <FieldList fields={step.extra} />
      </Disclosure>
    </div>
  );
}
