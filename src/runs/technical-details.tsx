/** Ids and exact times, copyable; the fields nobody here knows; the whole answer as it came. */
import type { ReactNode } from "react";
import { type Field, Payload } from "../contract/payload.ts";
import type { Run } from "../contract/run.ts";
import { AgentText } from "../ui/agent-text.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Disclosure } from "../ui/disclosure.tsx";
import { PayloadView } from "../ui/payload-view.tsx";
import { formatBytes, utf8Length } from "../ui/bytes.ts";
import { FieldList } from "./field-list.tsx";
import { MaskedField } from "./masked-field.tsx";
import { pointerPart } from "./step-pointer.ts";

export function TechnicalDetails({ run }: { run: Run }) {
  const rows: readonly (readonly [string, string | undefined])[] = [
    ["Workflow id", run.workflowId],
    ["Temporal run id", run.temporalRunId],
    ["Agent id", Number.isNaN(run.agentId) ? undefined : String(run.agentId)],
    ["Started, UTC", run.startedAt],
    ["Ended, UTC", run.endedAt],
    ["Source", run.source || undefined],
    ["Status", run.status],
    ["Answer from", run.runlight.asOf],
    ["Why not live", run.runlight.cause],
  ];
  return (
    <div className="border-t border-line px-4 min-[720px]:px-6">
      <Disclosure
        title="Technical details"
        note={<span className="max-md:hidden">workflow id, Temporal run id, times in UTC</span>}
      >
        <dl className="grid gap-y-1 text-12">
          {rows.map(
            ([label, value]) =>
              value !== undefined && (
                <div key={label} className="flex flex-wrap items-baseline gap-x-4">
                  <dt className="w-32 shrink-0 text-ink-3">{label}</dt>
                  <dd className="flex min-w-0 flex-1 items-baseline gap-x-4">
                    <span className="min-w-0 flex-1 font-mono leading-5 break-all">
                      <AgentText text={value} />
                    </span>
                    <CopyButton text={value} name={`Copy ${label.toLowerCase()}`} />
                  </dd>
                </div>
              ),
          )}
        </dl>
      </Disclosure>
    </div>
  );
}

export function RunOtherFields({ run }: { run: Run }) {
  const isAwaiting = run.status === "awaiting_human";
  const stray = !isAwaiting && run.pendingApproval ? [{ name: "pendingApproval", payload: run.pendingApproval }] : [];
  const fields = [...stray, ...run.extra];
  if (fields.length === 0) return null;
  const names = fields.map((field) => field.name).join(", ");
  return (
    <div className="border-t border-line px-4 min-[720px]:px-6">
      <Disclosure
        title="Other fields"
        note={`${fields.length} · ${names.length > 60 ? `${names.slice(0, 59)}…` : names}`}
      >
        <FieldList fields={fields} around={withHidden(run)} />
      </Disclosure>
    </div>
  );
}

/** The way to what the server hid in a field stands with the field. */
function withHidden(run: Run) {
  return ({ name, payload }: Field, value: ReactNode) => (
    <MaskedField run={run} pointer={`/${pointerPart(name)}`} text={payload.text} label={name}>
      {value}
    </MaskedField>
  );
}

export function RawAnswer({ run }: { run: Run }) {
  return (
    <div className="border-t border-line px-4 min-[720px]:px-6">
      <Disclosure title="Raw answer" note={`${formatBytes(utf8Length(run.text))}, as sent by the server`}>
        <PayloadView payload={new Payload(run.text)} label="Raw" name={`${run.workflowId}-answer`} />
      </Disclosure>
    </div>
  );
}
