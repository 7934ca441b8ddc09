/** No run to show: why, and what to do next. */
import { Suspense } from "react";
import { askToSignIn } from "../api/signed-out.ts";
import type { WatchedRun } from "../api/watch-run.ts";
import type { Problem } from "../contract/problem.ts";
import { agentsPath, openRunPath, runsPath } from "../paths.ts";
import { Button, buttonClass } from "../ui/button.tsx";
import { later } from "../ui/later.tsx";
import { ProblemView } from "../ui/problem-view.tsx";
import { Link } from "../ui/router.tsx";
import { useRunPlace } from "./run-place.ts";

/** Only who stands in front of a link that leads nowhere needs it. */
const LaterFoundRuns = later(async () => (await import("./found-runs.tsx")).FoundRuns);

interface Props {
  readonly agentId: number | undefined;
  readonly problem: Problem;
  readonly watch?: WatchedRun;
}

export function RunProblem({ agentId, problem, watch }: Props) {
  const shown = { ...problem, ...wordsFor(problem, agentId) };
  return (
    <main>
      <ProblemView problem={shown} as="h1">
        {watch &&
          (problem.status === 401 ? (
            <Button kind="primary" size={32} onClick={() => askToSignIn()}>
              Sign in
            </Button>
          ) : (
            <Button kind="plain" size={32} onClick={watch.checkAgain}>
              Check again
            </Button>
          ))}
        <Link to={agentId === undefined ? agentsPath() : runsPath(agentId)} className={buttonClass("plain", 32)}>
          {agentId === undefined ? "All agents" : `Runs of agent ${agentId}`}
        </Link>
        {(agentId === undefined || problem.status === 404 || problem.name === "bad-request") && (
          <Link to={openRunPath()} className={buttonClass("plain", 32)}>
            Open a run…
          </Link>
        )}
      </ProblemView>
      {problem.name === "not-found" && <Elsewhere agentId={agentId} />}
    </main>
  );
}

function Elsewhere({ agentId }: { agentId: number | undefined }) {
  const [{ workflowId, temporalRunId }] = useRunPlace();
  if (workflowId === undefined) return null;
  const asked = { workflowId, ...(temporalRunId === undefined ? {} : { temporalRunId }) };
  return (
    <div className="-mt-4 max-w-[720px] px-6 pb-10 max-md:px-4">
      <Suspense fallback={null}>
        <LaterFoundRuns.Part asked={asked} exceptAgentId={agentId} />
      </Suspense>
    </div>
  );
}

/** Our words where the server's say less than we know. */
function wordsFor(problem: Problem, agentId: number | undefined): Partial<Problem> {
  switch (problem.name) {
    case "not-found":
      return {
        title: `Not found or not yours under agent ${agentId}`,
        detail:
          "No run with this id is visible to you under this agent. It may belong to another agent, be past its retention, or be shared with other people only.",
      };
    case "forbidden":
      return {
        title: "No access",
        detail: "You may not see this run any more. What was shown has been taken off the screen.",
      };
    case "not-signed-in":
      return { title: "Signed out", detail: "Sign in again to see this run; the link stays as it is." };
    default:
      return {};
  }
}
