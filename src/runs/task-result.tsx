/** What a run produced: its fields at the left, the picked one at the right; any other value whole. */
import type { Run } from "../contract/run.ts";
import { AgentText } from "../ui/agent-text.tsx";
import { PayloadView } from "../ui/payload-view.tsx";
import { formatBytes, utf8Length } from "../ui/bytes.ts";
import { type ResultField, resultFields } from "./result-fields.ts";
import { MaskedField } from "./masked-field.tsx";
import { stubOf, StubNote } from "./stubs.tsx";

interface Props {
  readonly run: Run;
  readonly field: string | undefined;
  readonly onField: (field: string) => void;
}

export function TaskResult({ run, field, onField }: Props) {
  const stub = stubOf(run, "taskResult");
  if (stub) {
    return (
      <section aria-label="Result" className="border-t border-line bg-surface px-4 py-4 min-[720px]:px-6">
        <h2 className="mb-2 text-15 font-semibold">Result</h2>
        <MaskedField run={run} pointer="/taskResult" text={stub.sha256} label="Result">
          <StubNote name="taskResult" stub={stub} />
        </MaskedField>
      </section>
    );
  }
  const result = run.taskResult;
  if (!result) return null;
  const fields = resultFields(result);
  const shown = fields.find((f) => f.key === field) ?? richest(fields);
  const size = formatBytes(utf8Length(result.text));
  if (!shown) {
    return (
      <section aria-label="Result" className="border-t border-line bg-surface px-4 py-4 min-[720px]:px-6">
        <h2 className="mb-2 text-15 font-semibold">
          Result <span className="ml-1 text-12 font-normal text-ink-3">{size}</span>
        </h2>
        <MaskedField run={run} pointer="/taskResult" text={result.text} label="Result">
          <PayloadView payload={result} label="taskResult" name={`${run.workflowId}-result`} />
        </MaskedField>
      </section>
    );
  }
  return (
    <section
      aria-label="Result"
      className="grid border-t border-line bg-surface min-[900px]:min-h-[60dvh] min-[900px]:grid-cols-[280px_minmax(0,1fr)]"
    >
      <nav aria-label="Fields of the result" className="border-line max-[899px]:border-b min-[900px]:border-r">
        <h2 className="px-4 pt-3 pb-2 text-15 font-semibold min-[720px]:px-6">
          Result{" "}
          <span className="ml-1 text-12 font-normal text-ink-3">
            {fields.length} {fields.length === 1 ? "field" : "fields"} · {size}
          </span>
        </h2>
        <ul>
          {fields.map((f) => (
            <FieldRow key={f.key} field={f} isShown={f === shown} onField={onField} />
          ))}
        </ul>
      </nav>
      <div className="min-w-0 px-4 py-3 min-[720px]:px-6">
        <MaskedField
          key={shown.key}
          run={run}
          pointer={pointerOf(fields, shown)}
          text={shown.payload.text}
          label={`Result, ${shown.name}`}
        >
          <PayloadView
            payload={shown.payload}
            label={`taskResult.${shown.name}`}
            name={`${run.workflowId}-${shown.name}`}
          />
        </MaskedField>
      </div>
    </section>
  );
}

/** A pointer means the last of several fields with one name; the others are reached through the whole result. */
function pointerOf(fields: readonly ResultField[], shown: ResultField): string {
  if (fields.findLast((field) => field.name === shown.name) !== shown) return "/taskResult";
  return `/taskResult/${shown.name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** Opens on the field with most in it: that is what people come for. */
function richest(fields: readonly ResultField[]): ResultField | undefined {
  return fields.reduce<ResultField | undefined>(
    (best, f) => (best && best.payload.text.length >= f.payload.text.length ? best : f),
    undefined,
  );
}

function FieldRow({
  field,
  isShown,
  onField,
}: {
  field: ResultField;
  isShown: boolean;
  onField: (field: string) => void;
}) {
  return (
    <li>
      <button
        type="button"
        aria-current={isShown}
        onClick={() => onField(field.key)}
        className={`relative flex h-8 w-full cursor-pointer items-center justify-between gap-4 px-4 text-12 focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-accent min-[720px]:px-6 max-[719px]:h-11 ${isShown ? "bg-selected" : "hover:bg-sunken"}`}
      >
        {isShown && <span aria-hidden="true" className="absolute inset-y-0 left-0 w-0.5 bg-accent" />}
        <span className="truncate font-mono">
          <AgentText text={field.name} />
        </span>
        <span className="shrink-0 text-ink-3">
          <AgentText text={field.hint} />
        </span>
      </button>
    </li>
  );
}
