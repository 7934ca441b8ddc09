/** "4 new runs": what came since, shown when asked for. It floats over the table's head, so that it moves no row. */
import { plural } from "../ui/bytes.ts";
import { buttonClass } from "../ui/button.tsx";
import { ROW_LINKS } from "./runs-page-row.tsx";

export function NewRuns({ count, leftCount, onShow }: { count: number; leftCount: number; onShow: () => void }) {
  const words = [
    ...(count > 0 ? [plural(count, "new run")] : []),
    ...(leftCount > 0 ? [`${plural(leftCount, "run")} no longer here`] : []),
  ].join(", ");
  return (
    <div role="status" aria-label="New runs" className="sticky top-12 z-10 flex h-0 justify-center">
      {words !== "" && (
        <button
          type="button"
          onClick={() => {
            onShow();
            // The button goes; whoever pressed it goes on from the newest run.
            requestAnimationFrame(() => document.querySelector<HTMLElement>(ROW_LINKS)?.focus());
          }}
          className={`mt-0.5 ${buttonClass("plain", 28)} border-accent bg-accent-tint font-semibold text-accent max-md:h-8`}
        >
          <span aria-hidden="true">↑ </span>
          {words}
        </button>
      )}
    </div>
  );
}
