/** The last look before a decision: what exactly is decided, why, what follows; nothing is sent before its button. */
import { useId, useState } from "react";
import type { Approval } from "../contract/approval.ts";
import { countText } from "../contract/count-text.ts";
import { COMMENT_MAX, type DecisionBody, REASON_MIN } from "../contract/decision.ts";
import { AgentText } from "../ui/agent-text.tsx";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { ActionView } from "./action-view.tsx";
import type { Choice, Shown } from "./decision-machine.ts";
import { CHOICE_WORDS } from "./decision-words.ts";
import { shortDigest } from "./digest.ts";
import { INERT_WORDS, type WhyInert } from "./inertness.ts";
import { actionName } from "./request-facts.ts";
import { TimeLeft } from "./time-left.tsx";
import { EffectText } from "./what-happens-view.tsx";
import type { Effects } from "./what-happens.ts";

interface DecisionDialogProps {
  readonly choice: Choice;
  readonly shown: Shown;
  readonly approval: Approval;
  readonly agentName: string;
  readonly effects: Effects;
  readonly clockOffsetMs: number;
  readonly inert: WhyInert | undefined;
  readonly isSending: boolean;
  readonly onCancel: () => void;
  readonly onSubmit: (body: DecisionBody) => void;
}

export function DecisionDialog(props: DecisionDialogProps) {
  const { choice, shown, approval, agentName, effects, clockOffsetMs, inert, isSending, onCancel, onSubmit } = props;
  const [comment, setComment] = useState("");
  const [hasTried, setHasTried] = useState(false);
  const id = useId();
  const { verb } = CHOICE_WORDS[choice];
  const problem = commentProblem(choice, comment);
  const firstName = actionName(approval.actions[0]);
  const name = approval.actions.length > 1 ? `${approval.actions.length} actions` : (firstName ?? "this request");
  const inertWords = inert === undefined ? undefined : INERT_WORDS[inert];
  const isShowingProblem = problem !== undefined && (hasTried || comment.length > COMMENT_MAX);

  const submit = (): void => {
    if (inert !== undefined || isSending) return;
    setHasTried(true);
    if (problem === undefined) onSubmit(bodyOf(choice, comment));
  };

  return (
    <Dialog label={`${verb} this action?`} onClose={isSending ? () => {} : onCancel}>
      <header className="border-b border-line px-6 pt-6 pb-5 max-md:px-4">
        <div className="flex flex-wrap items-baseline justify-between gap-x-4">
          <h2 className="text-20 font-semibold">{verb} this action?</h2>
          {approval.expiresAt !== undefined && (
            <span className="text-ink-2">
              expires in{" "}
              <strong className="font-semibold text-ink">
                <TimeLeft expiresAt={approval.expiresAt} clockOffsetMs={clockOffsetMs} />
              </strong>
            </span>
          )}
        </div>
        <p className="mt-1 break-words text-ink-2">
          <AgentText text={agentName} />, run <AgentText text={shown.workflowId} />
          {approval.nodeName !== undefined && (
            <>
              , step <AgentText text={approval.nodeName} />
            </>
          )}
        </p>
      </header>
      <div
        className="max-h-[40dvh] overflow-auto border-b border-line bg-sunken px-6 py-5 max-md:px-4"
        tabIndex={0}
        role="group"
        aria-label="What is decided"
      >
        <ActionView approval={approval} layout="list" changes={[]} />
      </div>
      <div className="flex flex-col gap-4 px-6 pt-5 pb-6 max-md:px-4">
        <div>
          <div className="flex flex-wrap items-baseline justify-between gap-x-4">
            <label htmlFor={id} className="font-semibold">
              {choice === "reject" ? "Reason" : "Comment"}
            </label>
            <span className="text-12 text-ink-2">
              {choice === "reject"
                ? "required, the run and its viewers see it"
                : "optional, the run and its viewers see it"}
            </span>
          </div>
          <textarea
            id={id}
            rows={3}
            value={comment}
            onChange={(event) => setComment(event.target.value)}
            required={choice === "reject"}
            aria-invalid={isShowingProblem}
            aria-describedby={`${id}-note`}
            readOnly={isSending}
            className="mt-2 block w-full resize-y rounded-control border border-control bg-surface px-3 py-2 text-13 text-ink focus-visible:-outline-offset-1"
          />
          <p
            id={`${id}-note`}
            className={`mt-1 flex justify-between gap-4 text-12 ${isShowingProblem ? "text-fail" : "text-ink-3"}`}
          >
            <span>{isShowingProblem ? problem : choice === "reject" ? `At least ${REASON_MIN} characters` : ""}</span>
            <span className="shrink-0">
              {countText(comment.trim().length)} / {countText(COMMENT_MAX)}
            </span>
          </p>
        </div>
        <p className="text-ink-2">
          What happens{" "}
          <span className="ms-1 text-ink">
            <EffectText effect={effects[choice]} />
          </span>
        </p>
        <footer className="flex flex-wrap items-end justify-between gap-4">
          <p className="text-12 text-ink-2">
            Counts for this request only
            <span className="block font-mono text-12 text-ink-3" title={shown.digest}>
              sha256 {shortDigest(shown.digest)}
            </span>
          </p>
          <div className="flex flex-wrap gap-2 max-md:w-full max-md:flex-col-reverse max-md:gap-4">
            <Button
              kind="plain"
              size={36}
              className="border-control!"
              data-autofocus=""
              aria-disabled={isSending}
              onClick={() => !isSending && onCancel()}
            >
              Cancel
            </Button>
            <Button
              kind="primary"
              size={36}
              className="max-w-full"
              aria-disabled={inert !== undefined || isSending}
              aria-describedby={inertWords === undefined ? undefined : `${id}-inert`}
              onClick={submit}
            >
              <span className="truncate">
                {isSending ? "Sending…" : `${verb} `}
                {!isSending && <AgentText text={name} />}
              </span>
            </Button>
          </div>
        </footer>
        {inertWords !== undefined && (
          <p id={`${id}-inert`} className="text-12 text-ink-2">
            {inertWords}
          </p>
        )}
      </div>
    </Dialog>
  );
}

/** What is wrong with the comment, for people; undefined when it may be sent. Lengths as the server counts them. */
export function commentProblem(choice: Choice, comment: string): string | undefined {
  if (comment.length > COMMENT_MAX) return `At most ${countText(COMMENT_MAX)} characters`;
  const length = comment.trim().length;
  if (choice === "reject" && length < REASON_MIN)
    return `A rejection needs a reason of at least ${REASON_MIN} characters`;
  return undefined;
}

function bodyOf(choice: Choice, comment: string): DecisionBody {
  const text = comment.trim();
  if (choice === "reject") return { decision: "reject", comment: text };
  return text === "" ? { decision: "approve" } : { decision: "approve", comment: text };
}
