/** "Tell me when it ends or needs me": whether this run is told of in this browser, and how it will be told. */
import { useQuery } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { askForNotices, getNoticesAccess, type NoticesAccess, subscribeNotices } from "../api/desktop-notices.ts";
import { getPageState, subscribePageState } from "../api/page-conditions.ts";
import { sessionQuery } from "../api/session-query.ts";
import { isWanted, setWanted, subscribeWanted } from "../api/wanted-runs.ts";
import { approvalIdOf } from "../contract/approval-id.ts";
import { isEnded, type Run } from "../contract/run.ts";
import { announce } from "../ui/announce.tsx";

export const TELL_ME = "Tell me when it ends or needs me";

export interface TellMe {
  readonly isOn: boolean;
  /** What limits it; undefined when nothing does. */
  readonly note: string | undefined;
  readonly toggle: () => Promise<void>;
}

/** Undefined for a run that can't change any more, and while it is not known who looks. */
export function useTellMe(agentId: number, run: Run): TellMe | undefined {
  const session = useQuery(sessionQuery()).data;
  const who = session && JSON.stringify([session.source, session.viewer.name]);
  const { workflowId, temporalRunId = "" } = run;
  const isOn = useSyncExternalStore(subscribeWanted, () => who !== undefined && isWanted(who, { agentId, workflowId }));
  const access = useSyncExternalStore(subscribeNotices, getNoticesAccess);
  const { areNoticesOff } = useSyncExternalStore(subscribePageState, getPageState);
  if (who === undefined || isEnded(run)) return undefined;
  const toggle = async () => {
    const waits = approvalIdOf(run.pendingApproval) ?? (run.status === "awaiting_human" ? "" : undefined);
    const wanted = { agentId, workflowId, temporalRunId, ...(waits === undefined ? {} : { waits }) };
    setWanted(who, wanted, isOn ? undefined : wanted);
    if (isOn) return announce("This run is not told of any more");
    const note = tellNote(await askForNotices(), areNoticesOff);
    return announce(note === undefined ? "You will be told when it ends or needs you" : note);
  };
  return { isOn, note: isOn ? tellNote(access, areNoticesOff) : undefined, toggle };
}

const TITLE_ONLY = "Told by the title and icon of this tab only:";
const WHY: Readonly<Record<Exclude<NoticesAccess, "allowed">, string>> = {
  unasked: "this browser has not allowed desktop notices.",
  refused: "this browser refused desktop notices for Runlight.",
  missing: "this browser shows no desktop notices for a page like this.",
};

/** What limits the telling, in a sentence. `areHiddenOff`: a hidden tab asks for nothing. */
export function tellNote(access: NoticesAccess, areHiddenOff: boolean): string | undefined {
  if (areHiddenOff) return "Not while this tab is hidden: Hidden tab is off in the settings.";
  return access === "allowed" ? undefined : `${TITLE_ONLY} ${WHY[access]}`;
}
