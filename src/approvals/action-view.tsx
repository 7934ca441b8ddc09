/** The raw action: what will run and with what, as written. As cells in the banner, rows on a phone, a list in the dialog. */
import type { Approval, ApprovalAction } from "../contract/approval.ts";
import { AgentText, SHOWN_MAX } from "../ui/agent-text.tsx";
import { PayloadRaw } from "../ui/payload-raw.tsx";
import { type ActionArg, actionArgs, actionName, type Change, isEmptyRequest } from "./request-facts.ts";

type Layout = "cells" | "rows" | "list";

export function ActionView({
  approval,
  layout,
  changes,
}: {
  approval: Approval;
  layout: Layout;
  changes: readonly Change[];
}) {
  const { actions } = approval;
  if (actions.length === 0) return <NoAction approval={approval} />;
  return actions.map((action, index) => (
    <OneAction
      // An action has no id; its place in the request is what it is known by.
      key={index}
      action={action}
      of={actions.length > 1 ? { index, count: actions.length } : undefined}
      layout={layout}
      changes={changes}
    />
  ));
}

/** The request names nothing that would run: say so, and show the request itself. */
function NoAction({ approval }: { approval: Approval }) {
  if (isEmptyRequest(approval)) return <p className="text-ink">The approval’s details were not returned.</p>;
  return (
    <div>
      <p className="text-12 text-ink-2">The request names no action. As sent:</p>
      <RawText text={approval.raw.text} />
    </div>
  );
}

interface OneActionProps {
  readonly action: ApprovalAction;
  readonly of: { readonly index: number; readonly count: number } | undefined;
  readonly layout: Layout;
  readonly changes: readonly Change[];
}

function OneAction({ action, of, layout, changes }: OneActionProps) {
  const args = actionArgs(action.args);
  const name = actionName(action);
  const prefix = of ? `action ${of.index + 1}: ` : "";
  const changeOf = (label: string): Change | undefined => changes.find((change) => change.label === prefix + label);
  const label = of ? `action ${of.index + 1} of ${of.count}` : "action";
  const cells = [
    { key: "action", label, arg: { name: label, text: name ?? "not named" }, isName: true, change: changeOf("action") },
    ...args.map((arg, index) => ({ key: `${index}`, label: arg.name, arg, isName: false, change: changeOf(arg.name) })),
  ];
  return (
    <div>
      <dl className={LAYOUT[layout].all}>
        {cells.map(({ key, label: cellLabel, arg, isName, change }) => (
          <div key={key} className={LAYOUT[layout].one}>
            <dt className={isName && layout !== "cells" && !of ? "sr-only" : LAYOUT[layout].label}>
              <AgentText text={cellLabel} />
              {change && <ChangedMark />}
            </dt>
            <dd className={`${isName ? LAYOUT[layout].name : LAYOUT[layout].value} ${isName && !name ? "italic" : ""}`}>
              <Value arg={arg} />
              {change?.before !== undefined && (
                <del className="block text-ink-3">
                  <AgentText text={change.before} />
                </del>
              )}
            </dd>
          </div>
        ))}
      </dl>
      {(action.description !== undefined || action.allowed) && (
        <p className="mt-1 text-12 text-ink-2">
          {action.description !== undefined && (
            <>
              The agent writes “<AgentText text={action.description} />”{" "}
            </>
          )}
          {action.allowed && (
            <>
              Allowed: <AgentText text={action.allowed.join(", ")} />
            </>
          )}
        </p>
      )}
    </div>
  );
}

const LONG = 2_000;

function Value({ arg }: { arg: ActionArg }) {
  return (
    <>
      {arg.uninspectable !== undefined && (
        <strong className="block font-sans text-12 font-semibold text-fail">
          cannot be inspected: {arg.uninspectable}
        </strong>
      )}
      {arg.text.length > LONG ? <RawText text={arg.text} /> : <AgentText text={arg.text} />}
    </>
  );
}

/** Text of any length in a box of its own that scrolls. */
export function RawText({ text }: { text: string }) {
  if (text.length > SHOWN_MAX) return <PayloadRaw text={text} label="Exact text" />;
  return (
    <div
      role="group"
      aria-label="Exact text"
      // A box that scrolls must be reachable by keyboard.
      tabIndex={0}
      className="max-h-40 overflow-auto font-mono text-12 break-all whitespace-pre-wrap text-ink"
    >
      <AgentText text={text} />
    </div>
  );
}

export function ChangedMark() {
  return <strong className="ms-2 font-sans text-11 font-semibold text-fail">changed</strong>;
}

// Clipped, so that no pile of accents reaches into the name above.
const MONO = "overflow-clip font-mono break-all text-ink";
const LAYOUT: Record<Layout, Record<"all" | "one" | "label" | "value" | "name", string>> = {
  cells: {
    all: "flex flex-wrap gap-y-2",
    one: "me-5 min-w-0 max-w-full border-e border-wait-line pe-5 last:me-0 last:border-0 last:pe-0",
    label: "font-mono text-12 text-ink-2",
    value: `${MONO} text-15 leading-6`,
    name: `${MONO} text-15 leading-6 font-semibold`,
  },
  rows: {
    all: "",
    one: "flex items-baseline justify-between gap-4 border-t border-wait-line py-1 first:border-0 first:pb-2",
    label: "shrink-0 font-mono text-12 text-ink-2",
    value: `${MONO} text-end text-13`,
    name: `${MONO} text-15 leading-6 font-semibold`,
  },
  list: {
    all: "flex flex-col gap-1",
    one: "grid grid-cols-[96px_minmax(0,1fr)] gap-4 first:block",
    label: "font-mono text-12 leading-5 break-all text-ink-2",
    value: `${MONO} text-13`,
    name: `${MONO} text-13 font-semibold`,
  },
};
