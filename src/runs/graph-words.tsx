/** What a node of the graph is linked to, in words for those who do not see the lines. */
import { countText } from "../contract/count-text.ts";
import type { Step } from "../contract/step.ts";
import { AgentText } from "../ui/agent-text.tsx";
import type { GraphLayout } from "./graph-layout.ts";
import type { LinkKind } from "./graph-model.ts";

/** Titles said at once. */
const MOST = 5;

interface Props {
  readonly id: string;
  readonly layout: GraphLayout;
  readonly steps: readonly Step[];
  /** Number of the node. */
  readonly node: number;
}

export function GraphWords({ id, layout, steps, node }: Props) {
  const titles = (end: "from" | "to", kind: LinkKind) => {
    const other = end === "from" ? "to" : "from";
    const found = layout.links.filter((link) => link[other] === node && link.kind === kind);
    return found.map((link) => titleOf(layout, steps, link[end]));
  };
  return (
    <p id={id} className="sr-only">
      <Said words="After" titles={titles("from", "follows")} />
      <Said words="Then" titles={titles("to", "follows")} />
      <Said words="Part of" titles={titles("from", "contains")} />
      <Said words="Contains" titles={titles("to", "contains")} />
    </p>
  );
}

function titleOf({ nodes }: GraphLayout, steps: readonly Step[], node: number): string {
  const places = nodes[node]?.places ?? [];
  const title = steps[places[0] ?? 0]?.title ?? "";
  return places.length > 1 ? `${title} × ${countText(places.length)}` : title;
}

function Said({ words, titles }: { words: string; titles: readonly string[] }) {
  if (titles.length === 0) return null;
  const more = titles.length - MOST;
  return (
    <>
      {words} <AgentText text={titles.slice(0, MOST).join(", ")} />
      {more > 0 && ` and ${more} more`}.{" "}
    </>
  );
}
