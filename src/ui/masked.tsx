/** A value with secrets hidden in it, and the way to see them on purpose. */
import { type ComponentType, lazy, type ReactNode, Suspense } from "react";
import type { Hidden, Revealed } from "../contract/masks.ts";
import { PlainMasked } from "./plain-masked.tsx";

export interface MaskedProps {
  readonly hidden: Hidden;
  /** Whose value, and which text of it: with another one what was revealed is gone. */
  readonly id: string;
  readonly text: string;
  /** `Output of Load order`. */
  readonly label: string;
  /** What else to know before revealing. */
  readonly note?: string;
  /** Undefined where nobody can. */
  readonly reveal: (() => Promise<Revealed>) | undefined;
  /** The line about what is hidden stands under the value, not over it. */
  readonly isBelow?: boolean;
  /** The value as it is shown while hidden. */
  readonly children?: ReactNode;
}

const HiddenValues = lazy(async (): Promise<{ default: ComponentType<MaskedProps> }> => {
  try {
    return { default: (await import("./hidden-values.tsx")).HiddenValues };
  } catch {
    return { default: PlainMasked };
  }
});

export function Masked(props: MaskedProps) {
  return (
    <Suspense fallback={<PlainMasked {...props} />}>
      <HiddenValues {...props} />
    </Suspense>
  );
}
