/** Says how many values are hidden and shows them when somebody means it: asked twice, recorded, kept in memory only. */
import { useEffect, useState } from "react";
import type { Hidden } from "../contract/masks.ts";
import type { Payload } from "../contract/payload.ts";
import type { Problem } from "../contract/problem.ts";
import { AgentText } from "./agent-text.tsx";
import { announce } from "./announce.tsx";
import { Button } from "./button.tsx";
import { plural } from "./bytes.ts";
import { Dialog } from "./dialog.tsx";
import type { MaskedProps } from "./masked.tsx";
import { PayloadRaw } from "./payload-raw.tsx";

interface Shown {
  readonly id: string;
  readonly text: string;
  readonly payload: Payload;
}

export function HiddenValues({ hidden, id, text, label, note, reveal, isBelow = false, children }: MaskedProps) {
  const [shown, setShown] = useState<Shown>();
  const [isAsking, setAsking] = useState(false);
  useHiddenOnLeave(() => setShown(undefined));
  const payload = shown?.id === id && shown.text === text ? shown.payload : undefined;
  const press = (): void => {
    if (!payload) return setAsking(true);
    setShown(undefined);
    announce("Hidden again");
  };
  const value = payload ? (
    <div
      role="region"
      aria-label={`Revealed, ${label}`}
      className="my-1 border-l-2 border-ink pl-3 font-mono text-12 leading-5"
    >
      <PayloadRaw text={plainText(payload)} label={label} />
    </div>
  ) : (
    children
  );
  return (
    <>
      {isBelow && value}
      <div
        role="group"
        aria-label={`Hidden values, ${label}`}
        className="flex min-h-7 flex-wrap items-center gap-x-2 text-12 text-ink-2"
      >
        {payload ? (
          <span>
            <strong className="font-semibold text-ink">Revealed</strong> · recorded, shown here only
          </span>
        ) : (
          <span>{plural(hidden.count, "value")} hidden</span>
        )}
        {/* One button for both ways: the focus stays where it is. */}
        {(reveal || payload) && (
          <Button kind="quiet" onClick={press}>
            {payload ? "Hide again" : "Reveal…"}
          </Button>
        )}
        {payload && note !== undefined && <span className="w-full">{note}</span>}
      </div>
      {!isBelow && value}
      {isAsking && reveal && (
        <RevealDialog
          hidden={hidden}
          label={label}
          note={note}
          reveal={reveal}
          onShow={(revealed) => {
            setShown({ id, text, payload: revealed });
            setAsking(false);
            announce("Revealed");
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}

interface RevealDialogProps extends Required<Pick<MaskedProps, "hidden" | "label">> {
  readonly note: string | undefined;
  readonly reveal: NonNullable<MaskedProps["reveal"]>;
  readonly onShow: (payload: Payload) => void;
  readonly onClose: () => void;
}

function RevealDialog({ hidden, label, note, reveal, onShow, onClose }: RevealDialogProps) {
  const [problem, setProblem] = useState<Problem>();
  const [isSending, setSending] = useState(false);
  const confirm = async (): Promise<void> => {
    setSending(true);
    const outcome = await reveal();
    if (outcome.kind === "revealed") return onShow(outcome.payload);
    setProblem(outcome.problem);
    setSending(false);
  };
  return (
    <Dialog label="Reveal hidden values?" onClose={onClose}>
      <div className="px-6 pt-6 pb-6 max-md:px-4">
        <h2 className="text-20 font-semibold">Reveal hidden values?</h2>
        <p className="mt-2 text-ink-2">
          {label}: {kindsOf(hidden)}
        </p>
        <p className="mt-3">
          It is recorded that you did, with the time, the run and the field. The values stay on this page until you hide
          them, reload or leave.
        </p>
        {note !== undefined && <p className="mt-3">{note}</p>}
        <div role="alert">
          {problem && (
            <div className="mt-3 border-l-2 border-bar-fail pl-3">
              <p className="font-semibold">
                <AgentText text={problem.title} />
              </p>
              <p className="text-ink-2">
                <AgentText text={problem.detail} />
              </p>
            </div>
          )}
        </div>
        <div className="mt-5 flex justify-end gap-2">
          <Button size={36} data-autofocus onClick={onClose}>
            Cancel
          </Button>
          <Button kind="primary" size={36} disabled={isSending} onClick={() => void confirm()}>
            {isSending ? "Revealing" : "Reveal"}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

const NAMED_MAX = 5;

/** `2 passwords, an access token` would be guessing at grammar: `password (7 characters), access token (40)`. */
function kindsOf({ count, masks }: Hidden): string {
  const named = masks.slice(0, NAMED_MAX).map(({ kind, length, count: more = 1 }) => {
    return more > 1 ? `${kind} and ${more - 1} more` : `${kind} of ${plural(length, "character")}`;
  });
  const all = masks.slice(0, NAMED_MAX).reduce((sum, mask) => sum + (mask.count ?? 1), 0);
  if (named.length === 0) return plural(count, "value");
  return named.join(", ") + (count > all ? ` and ${plural(count - all, "more value")}` : "");
}

/** Text as text, anything else as its exact JSON. */
function plainText({ text, json }: Payload): string {
  return typeof json === "string" ? json : text;
}

/** A page that the browser keeps for its Back button must not come back with what was revealed. */
function useHiddenOnLeave(hide: () => void): void {
  useEffect(() => {
    window.addEventListener("pagehide", hide);
    return () => window.removeEventListener("pagehide", hide);
  });
}
