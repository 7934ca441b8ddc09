/** No run to show: why, and what to do next. */
import { Link } from "react-router";
import type { WatchedRun } from "../api/watch-run.ts";
import type { Problem } from "../contract/problem.ts";
import { agentsPath, runsPath } from "../paths.ts";
import { Button, buttonClass } from "../ui/button.tsx";
import { ProblemView } from "../ui/problem-view.tsx";

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
        {watch && (
          <Button kind="plain" size={32} onClick={watch.checkAgain}>
            Check again
          </Button>
        )}
        <Link to={agentId === undefined ? agentsPath() : runsPath(agentId)} className={buttonClass("plain", 32)}>
          {agentId === undefined ? "All agents" : `Runs of agent ${agentId}`}
        </Link>
      </ProblemView>
    </main>
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
