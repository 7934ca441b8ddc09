/** What went wrong, in the server's words, and a way on. */
import type { ReactNode } from "react";
import type { Problem } from "../contract/problem.ts";
import { AgentText } from "./agent-text.tsx";

/** `children`: what the person can do now. `as` the heading's level on its page. */
export function ProblemView({
  problem,
  children,
  as: Heading = "h2",
}: {
  problem: Problem;
  children?: ReactNode;
  as?: "h1" | "h2";
}) {
  return (
    <section className="max-w-[640px] px-6 py-10 max-md:px-4">
      <Heading className="text-15 font-semibold">
        <AgentText text={problem.title} />
      </Heading>
      <p className="mt-1 break-words text-ink-2">
        <AgentText text={problem.detail} />
      </p>
      <p className="mt-3 font-mono text-12 text-ink-3">
        {problem.name}
        {problem.status > 0 && ` · ${problem.status}`}
        {problem.instance !== undefined && (
          <>
            {" · "}
            <AgentText text={problem.instance} />
          </>
        )}
      </p>
      {children !== undefined && <div className="mt-5 flex flex-wrap items-center gap-2">{children}</div>}
    </section>
  );
}
