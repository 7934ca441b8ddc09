/** Leads from failure to failure, in the order shown; after the last comes the first again. */
import { countText } from "../contract/count-text.ts";
import { StatusIcon } from "../ui/status.tsx";

export interface FailureWalk {
  /** Keys of the failed steps, in the order shown. */
  readonly keys: readonly string[];
  readonly selectedKey: string | undefined;
  readonly onJump: (key: string) => void;
}

export function FailureJump({ keys, selectedKey, onJump }: FailureWalk) {
  if (keys.length === 0) return null;
  const at = selectedKey === undefined ? -1 : keys.indexOf(selectedKey);
  const next = keys[(at + 1) % keys.length];
  return (
    <button
      type="button"
      onClick={() => next !== undefined && onJump(next)}
      className="relative touch-target inline-flex h-6 print:hidden shrink-0 cursor-pointer items-center gap-1.5 rounded-bar text-12 text-ink-2 underline-offset-2 hover:text-ink hover:underline"
    >
      <StatusIcon phase="failed" />
      {at < 0 || keys.length === 1 ? "First failure" : `Next failure, ${at + 1} of ${countText(keys.length)}`}
    </button>
  );
}
