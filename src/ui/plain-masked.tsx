/** A value with secrets hidden in it, before the way to see them is there. */
import type { ReactNode } from "react";
import type { Hidden } from "../contract/masks.ts";
import { plural } from "./bytes.ts";

interface PlainMaskedProps {
  readonly hidden: Hidden;
  readonly isBelow?: boolean;
  readonly children?: ReactNode;
}

/** The value with the number of what is hidden in it. */
export function PlainMasked({ hidden, isBelow = false, children }: PlainMaskedProps) {
  return (
    <>
      {isBelow && children}
      <p className="flex min-h-7 items-center text-12 text-ink-2">{plural(hidden.count, "value")} hidden</p>
      {!isBelow && children}
    </>
  );
}
