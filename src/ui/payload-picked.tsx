/** What can be done with the value picked in a tree: copy it or its path, open or close all that is in it. */
import { countText } from "../contract/count-text.ts";
import { AgentText } from "./agent-text.tsx";
import { Button } from "./button.tsx";
import { CopyButton } from "./copy-button.tsx";
import { containersIn, countOf, EXPANDED_MAX, pathText, type Place } from "./payload-tree.ts";

interface PickedProps {
  readonly text: string;
  /** From the whole down to the picked value. */
  readonly chain: readonly Place[];
  readonly onExpand: (place: Place) => void;
  readonly onCollapse: (place: Place) => void;
}

/** Longer paths are cut in sight; the copy is whole. */
const PATH_SHOWN = 300;

export function PayloadPicked({ text, chain, onExpand, onCollapse }: PickedProps) {
  const place = chain[chain.length - 1];
  if (!place) return null;
  const path = pathText(chain);
  const shown = path.length > PATH_SHOWN ? `…${path.slice(-PATH_SHOWN)}` : path;
  return (
    <div className="mt-2 flex flex-wrap items-center gap-x-2 border-t border-line pt-1">
      <span className="text-12 text-ink-3">jq path</span>
      <code className="min-w-0 flex-1 truncate text-12 text-ink-2" title={shown}>
        <AgentText text={shown} />
      </code>
      <span className="-mr-2.5 flex flex-wrap">
        {countOf(place.value) > 0 && <InnerButtons place={place} onExpand={onExpand} onCollapse={onCollapse} />}
        <CopyButton text={() => text.slice(place.start, place.end)} label="Copy value" />
        <CopyButton text={path} label="Copy path" name="Copy jq path" />
      </span>
    </div>
  );
}

function InnerButtons({ place, onExpand, onCollapse }: Omit<PickedProps, "text" | "chain"> & { place: Place }) {
  const isMore = containersIn(place).length === EXPANDED_MAX;
  const label = isMore ? `Expand first ${countText(EXPANDED_MAX)}` : "Expand all";
  return (
    <>
      <Button kind="quiet" onClick={() => onExpand(place)}>
        {label}
      </Button>
      <Button kind="quiet" onClick={() => onCollapse(place)}>
        Collapse all
      </Button>
    </>
  );
}
