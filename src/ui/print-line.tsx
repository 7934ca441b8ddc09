/** What a sheet of paper says of itself: which page it is and how old what it shows. On a screen there is nothing. */
import { AgentText } from "./agent-text.tsx";
import { useLocation } from "./router.tsx";
import { formatBoth } from "./time.tsx";

/** `at`: when what is shown was last confirmed, epoch ms. `what`: which part of a list it is. */
export function PrintLine({ at, what }: { at: number | undefined; what?: string | undefined }) {
  const { pathname, search } = useLocation();
  return (
    <p className="hidden gap-6 border-b border-line px-6 pb-2 text-11 text-ink-2 print:flex">
      <span className="min-w-0 flex-1 break-all">
        <AgentText text={window.location.origin + pathname + search} />
      </span>
      {what !== undefined && <span>{what}</span>}
      {at !== undefined && <span>as of {formatBoth(at).replace("\n", ", ")}</span>}
    </p>
  );
}
