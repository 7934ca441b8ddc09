/** What the banner says around the raw action: who asks, since when, for whom, the agent's words, what happens. */
import type { ReactNode } from "react";
import type { Approval } from "../contract/approval.ts";
import { AgentText } from "../ui/agent-text.tsx";
import { LinkedText } from "../ui/linked-text.tsx";
import { StatusIcon } from "../ui/status.tsx";
import { Clock, formatDuration, useNow } from "../ui/time.tsx";
import { ChangedMark, RawText } from "./action-view.tsx";
import { EffectText } from "./what-happens-view.tsx";
import { type Change, isEmptyRequest } from "./request-facts.ts";
import type { Effects } from "./what-happens.ts";

export function BannerHead({ approval, clockOffsetMs }: { approval: Approval; clockOffsetMs: number }) {
  const { nodeName, nodeId, requestedAt, requestedBy, assignees } = approval;
  const step = nodeName ?? nodeId;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-12 text-ink-2">
      <span className="flex items-center gap-2">
        <StatusIcon phase="waiting" />
        <strong className="text-13 font-semibold text-wait">Approval needed</strong>
        {step !== undefined && (
          <span className="text-13 max-md:hidden">
            <AgentText text={step} />
          </span>
        )}
      </span>
      {requestedAt !== undefined && (
        <span className="max-md:ms-auto">
          asked{" "}
          <span className="max-md:hidden">
            <Clock at={requestedAt} />,{" "}
          </span>
          <AskedFor requestedAt={requestedAt} clockOffsetMs={clockOffsetMs} />
        </span>
      )}
      {step !== undefined && (
        <span className="md:hidden">
          <AgentText text={step} />
        </span>
      )}
      {requestedBy !== undefined && (
        <span>
          by <AgentText text={requestedBy} />
        </span>
      )}
      {assignees.length > 0 && (
        <span>
          for <AgentText text={assignees.map((one) => one.label).join(", ")} />
        </span>
      )}
    </div>
  );
}

function AskedFor({ requestedAt, clockOffsetMs }: { requestedAt: number; clockOffsetMs: number }) {
  const sinceMs = Math.max(0, useNow(1_000) + clockOffsetMs - requestedAt);
  return sinceMs < 1_000 ? "just now" : `${formatWhole(sinceMs)} ago`;
}

/** A duration that ticks in whole seconds. */
function formatWhole(ms: number): string {
  return ms < 60_000 ? `${Math.floor(ms / 1_000)} s` : formatDuration(Math.floor(ms / 1_000) * 1_000);
}

interface RowProps {
  readonly label: string;
  readonly children: ReactNode;
  /** What stands there explains itself; on a phone the label is only read out. */
  readonly isPlainOnPhone?: boolean;
}

/** Label and what belongs to it, on one line where there is room. */
export function Row({ label, children, isPlainOnPhone = false }: RowProps) {
  return (
    <div className="grid gap-x-4 md:grid-cols-[100px_minmax(0,1fr)]">
      <dt className={`text-12 leading-5 text-ink-2 ${isPlainOnPhone ? "max-md:sr-only" : ""}`}>{label}</dt>
      <dd className="min-w-0 text-ink">{children}</dd>
    </div>
  );
}

export function AgentWords({ approval, changes }: { approval: Approval; changes: readonly Change[] }) {
  const { title, body } = approval;
  if (title === undefined && body === undefined) return null;
  const isChanged = changes.some((change) => change.label === "title" || change.label === "text");
  return (
    <Row label="The agent writes">
      <div
        className="max-h-40 overflow-auto border-l border-wait-line pl-3 break-words whitespace-pre-line"
        tabIndex={isLong(approval) ? 0 : undefined}
      >
        “{title !== undefined && <LinkedText text={title} />}
        {title !== undefined && body !== undefined && (isShort(body) ? " " : "\n")}
        {body !== undefined && <LinkedText text={body} />}”{isChanged && <ChangedMark />}
      </div>
    </Row>
  );
}

const isShort = (text: string): boolean => text.length < 160 && !text.includes("\n");
/** Text that may overflow its box, which then must be reachable by keyboard to be scrolled. */
const isLong = ({ title = "", body = "" }: Approval): boolean =>
  title.length + body.length > 400 || body.split("\n").length > 6;

export function WhatHappens({ effects, expiresAt }: { effects: Effects; expiresAt: number | undefined }) {
  return (
    <Row label="What happens" isPlainOnPhone>
      <ul className="flex flex-wrap gap-x-5 gap-y-1 max-md:flex-col">
        <Answer label="Approve">
          <EffectText effect={effects.approve} />
        </Answer>
        <Answer label="Reject">
          <EffectText effect={effects.reject} />
        </Answer>
        <Answer
          label={
            expiresAt === undefined ? (
              "No answer"
            ) : (
              <>
                No answer{" "}
                <span className="max-md:hidden">
                  by <Clock at={expiresAt} />
                </span>
              </>
            )
          }
        >
          {expiresAt !== undefined && (
            <span className="md:hidden">
              at <Clock at={expiresAt} />{" "}
            </span>
          )}
          <EffectText effect={effects.noAnswer} />
        </Answer>
      </ul>
    </Row>
  );
}

function Answer({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <li className="min-w-0 max-md:grid max-md:grid-cols-[88px_minmax(0,1fr)]">
      <span className="me-2 text-ink-2">{label}</span>
      <span>{children}</span>
    </li>
  );
}

/** Everything of the request that has no place of its own; nothing is dropped. */
export function MoreOfRequest({ approval }: { approval: Approval }) {
  const { options, fields, extra, notes, priority, url, raw } = approval;
  const isPlain = options.every((option) => option.tone !== "neutral") && options.length <= 2;
  return (
    <>
      {priority !== undefined && (
        <Row label="Priority">
          <AgentText text={priority} />
        </Row>
      )}
      {!isPlain && (
        <Row label="Options">
          <AgentText
            text={options.map((o) => (o.label === o.value ? o.label : `${o.label} (${o.value})`)).join(", ")}
          />
          <span className="text-ink-2"> · from here only approve and reject can be sent</span>
        </Row>
      )}
      {fields.length > 0 && (
        <Row label="Fields asked">
          <AgentText text={fields.map((f) => `${f.label ?? f.name}${f.required ? " (required)" : ""}`).join(", ")} />
          <span className="text-ink-2"> · they can’t be filled in from here</span>
        </Row>
      )}
      {url !== undefined && (
        <Row label="Link">
          <span className="font-mono text-12 break-all">
            <LinkedText text={url} />
          </span>
        </Row>
      )}
      {notes.length > 0 && !isEmptyRequest(approval) && (
        <Row label="Not read">
          <AgentText text={notes.join(" · ")} />
        </Row>
      )}
      <Row label={extra.length > 0 ? "Other fields" : "Request"} isPlainOnPhone>
        <details>
          <summary className="rounded-control py-0.5 text-12 leading-5 text-ink-2 max-md:py-3">
            <span className="md:hidden">{extra.length > 0 ? "Other fields " : "Request "}</span>
            {extra.length > 0 ? `${extra.length} · ` : "as sent"}
            <AgentText text={extra.map((field) => field.name).join(", ")} />
          </summary>
          <div className="mt-2 flex flex-col gap-2">
            {extra.map((field, index) => (
              <div key={index}>
                <span className="font-mono text-12 text-ink-2">
                  <AgentText text={field.name} />
                </span>
                <RawText text={field.payload.text} />
              </div>
            ))}
            <div>
              <span className="text-12 text-ink-2">The exact request</span>
              <RawText text={raw.text} />
            </div>
          </div>
        </details>
      </Row>
    </>
  );
}
