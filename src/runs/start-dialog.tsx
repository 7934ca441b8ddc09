/** Starts a run: the input as JSON, sent as written. */
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { startRun } from "../api/start-run.ts";
import type { Started } from "../contract/pages.ts";
import { AgentText } from "../ui/agent-text.tsx";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { inputFault } from "./start-input.ts";

interface StartDialogProps {
  readonly agentId: number;
  readonly agentName: string;
  readonly onClose: () => void;
  readonly onStarted: (run: Started) => void;
}

export function StartDialog({ agentId, agentName, onClose, onStarted }: StartDialogProps) {
  const id = useId();
  const queries = useQueryClient();
  const [text, setText] = useState("{}");
  const [isSending, setSending] = useState(false);
  const [trouble, setTrouble] = useState<{ title: string; detail: string }>();
  const fault = inputFault(text);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (fault !== undefined || isSending) return;
    setSending(true);
    setTrouble(undefined);
    const outcome = await startRun(agentId, text);
    if (outcome.kind === "started") {
      onStarted(outcome.run);
      return;
    }
    setSending(false);
    if (outcome.kind === "problem") setTrouble(outcome.problem);
    else {
      // It may have started all the same; the list knows.
      setTrouble({
        title: "No answer came",
        detail: "The run may have started. Look for it in the list before starting another.",
      });
      void queries.invalidateQueries({ queryKey: ["runs", agentId] });
    }
  };
  return (
    <Dialog label="Start a run" onClose={onClose}>
      <form onSubmit={(event) => void send(event)}>
        <div className="border-b border-line p-6 pb-5 max-md:p-4">
          <h2 className="text-15 font-semibold">Start a run</h2>
          <p className="mt-1 text-ink-2">
            <AgentText text={agentName} />
          </p>
        </div>
        <div className="p-6 max-md:p-4">
          <div className="flex items-baseline justify-between gap-3">
            <label htmlFor={id} className="font-semibold">
              Input
            </label>
            <span className="text-12 text-ink-3">JSON object; what it leaves out takes the agent’s defaults</span>
          </div>
          <textarea
            id={id}
            data-autofocus
            rows={8}
            spellCheck={false}
            autoCapitalize="off"
            autoComplete="off"
            value={text}
            aria-invalid={fault !== undefined}
            aria-describedby={`${id}-fault`}
            onChange={(event) => setText(event.target.value)}
            className="mt-2 block w-full resize-y rounded-control border border-control bg-canvas p-3 font-mono text-12 leading-5 aria-invalid:border-fail max-md:text-[1rem]"
          />
          <p id={`${id}-fault`} className="mt-2 min-h-4 text-12 text-fail">
            {fault}
          </p>
          <div role="alert">
            {trouble && (
              <div className="mt-1 border-l-2 border-bar-fail pl-3">
                <p className="font-semibold">
                  <AgentText text={trouble.title} />
                </p>
                <p className="text-ink-2">
                  <AgentText text={trouble.detail} />
                </p>
              </div>
            )}
          </div>
          <div className="mt-4 flex justify-end gap-2">
            <Button size={36} onClick={onClose}>
              Cancel
            </Button>
            <Button kind="primary" size={36} type="submit" disabled={fault !== undefined || isSending}>
              {isSending ? "Starting" : "Start run"}
            </Button>
          </div>
        </div>
      </form>
    </Dialog>
  );
}
