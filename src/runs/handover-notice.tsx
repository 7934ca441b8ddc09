/** When history takes over from the live answer: what it says differently. */
import type { Run } from "../contract/run.ts";
import { AgentText } from "../ui/agent-text.tsx";
import { Notice } from "./notice.tsx";
import { type Change, changesBetween } from "./run-changes.ts";

/** Changes shown before the rest is only counted. */
const SHOWN = 4;

/** `lastLive`: the last answer before history came. */
export function HandoverNotice({ run, lastLive }: { run: Run; lastLive: Run | undefined }) {
  if (!lastLive || run.source !== "history") return null;
  const changes = changesBetween(lastLive, run);
  return (
    <Notice label="Hand-over to history">
      <strong className="font-semibold">Now from history.</strong>{" "}
      {changes.length === 0 ? "It agrees with the last live answer." : "Since the last live answer: "}
      <ChangeList changes={changes} />
    </Notice>
  );
}

export function ChangeList({ changes }: { changes: readonly Change[] }) {
  const rest = changes.length - SHOWN;
  return (
    <>
      {changes.slice(0, SHOWN).map((change, index) => (
        <span key={`${change.isStep}${change.what}${index}`}>
          {index > 0 && "; "}
          <span className="text-ink">
            <AgentText text={change.what} />
          </span>{" "}
          {change.before !== "" && change.before !== change.after && (
            <>
              <AgentText text={change.before} /> <span aria-label="to">→</span>{" "}
            </>
          )}
          {change.after === "" ? change.before === "" ? "changed" : "gone" : <AgentText text={change.after} />}
        </span>
      ))}
      {rest > 0 && `; and ${rest} more`}
      {changes.length > 0 && "."}
    </>
  );
}
