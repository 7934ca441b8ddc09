/** Where the inspector stands: beside the steps on wide screens, over them on narrower ones, a full sheet on phones. */
import { type ReactNode, Suspense } from "react";
import { Skeleton } from "../ui/skeleton.tsx";
import { useMedia } from "../ui/use-media.ts";

/** At least 1100 px: the inspector stands beside the steps. */
export const WIDE = "(min-width: 1100px)";

export function InspectorPane({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  const isBeside = useMedia(WIDE);
  return (
    <aside
      aria-label="Step details"
      className="overflow-y-auto border-line bg-surface max-[1099px]:fixed max-[1099px]:top-12 max-[1099px]:right-0 max-[1099px]:bottom-0 max-[1099px]:z-20 max-[1099px]:w-[400px] max-[1099px]:border-l max-[1099px]:shadow-dialog max-[719px]:top-0 max-[719px]:left-0 max-[719px]:w-auto max-[719px]:border-0 min-[1100px]:sticky min-[1100px]:top-12 min-[1100px]:max-h-[calc(100dvh-48px)] min-[1100px]:min-h-[calc(100dvh-48px)] min-[1100px]:border-l"
    >
      <div
        role="presentation"
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.stopPropagation();
          onClose();
        }}
      >
        {children ? (
          <Suspense fallback={<Loading />}>
            <div ref={isBeside ? undefined : takeFocus}>{children}</div>
          </Suspense>
        ) : (
          <Loading />
        )}
      </div>
    </aside>
  );
}

/** The pane keeps its place while what fills it is on its way. */
function Loading() {
  return (
    <div aria-busy="true" className="px-5 pt-5 max-md:px-4 max-md:pt-3">
      <p className="sr-only">Loading the step</p>
      <div className="flex h-6 items-center">
        <Skeleton width={152} height={14} />
      </div>
      <div className="flex h-5 items-center">
        <Skeleton width={200} height={10} />
      </div>
    </div>
  );
}

/** Over the page, so it takes the focus; whoever had it gets it back. */
function takeFocus(pane: HTMLElement | null): (() => void) | undefined {
  if (!pane) return undefined;
  const opener = document.activeElement;
  pane.querySelector<HTMLElement>("h2")?.focus();
  return () => {
    if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
  };
}
