/** What is told outside the page: approvals that begin to wait, and the runs somebody asked to be told of. */
import { useQuery } from "@tanstack/react-query";
import { sessionQuery } from "../api/session-query.ts";
import type { WaitingApproval } from "../contract/pages.ts";
import { RunNotices } from "./run-notices.tsx";
import { useLooks } from "./use-looks.ts";
import { WaitingNotices } from "./waiting-notices.tsx";

/** `approvals`: what the bar counts, once it is known. */
export function Notices(props: {
  approvals: readonly WaitingApproval[] | undefined;
  areApprovalsTold: boolean;
  areRunsTold: boolean;
}) {
  const { approvals, areApprovalsTold, areRunsTold } = props;
  const session = useQuery({ ...sessionQuery(), enabled: approvals !== undefined }).data;
  useLooks();
  if (!session) return null;
  const who = JSON.stringify([session.source, session.viewer.name]);
  return (
    <>
      {areApprovalsTold && approvals && <WaitingNotices key={who} who={who} approvals={approvals} />}
      {areRunsTold && <RunNotices key={who} who={who} />}
    </>
  );
}
