/** What follows each answer, in the run's own step titles. */
import { AgentText } from "../ui/agent-text.tsx";
import type { Effect } from "./what-happens.ts";

export function EffectText({ effect }: { effect: Effect }) {
  switch (effect.kind) {
    case "steps":
      return (
        <>
          <Titles titles={effect.first} />
          {effect.later.length > 0 && (
            <>
              , then <Titles titles={effect.later} />
            </>
          )}
        </>
      );
    case "none":
      return "no step waits for this answer";
    case "said":
      return (
        <>
          the request says “<AgentText text={effect.text} />”
        </>
      );
    case "ends-in-error":
      return "the run ends with Error";
    case "unknown":
      return "unknown: the steps do not say";
  }
}

const MOST = 4;

function Titles({ titles }: { titles: readonly string[] }) {
  const shown = titles.slice(0, MOST);
  return (
    <>
      {shown.map((title, index) => (
        <span key={index}>
          {index > 0 && ", "}
          <AgentText text={title} />
        </span>
      ))}
      {titles.length > MOST && ` and ${titles.length - MOST} more`}
    </>
  );
}
