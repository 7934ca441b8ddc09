/** A field of a run as it is shown, with its way to what the server hid in it. */
import { type ComponentType, lazy, type ReactNode, Suspense } from "react";
import { hiddenAt } from "../contract/masks.ts";
import type { Run } from "../contract/run.ts";
import { PlainMasked } from "../ui/plain-masked.tsx";
import type { MaskedKnownProps } from "./masked-known.tsx";

export interface MaskedFieldProps {
  readonly run: Run;
  /** JSON pointer of the field in the answer; undefined when it is not known where the field stands. */
  readonly pointer: string | undefined;
  /** The field's exact text, masked. */
  readonly text: string;
  readonly label: string;
  readonly isBelow?: boolean;
  readonly children?: ReactNode;
}

const Known = lazy(async (): Promise<{ default: ComponentType<MaskedKnownProps> }> => {
  try {
    return { default: (await import("./masked-known.tsx")).MaskedKnown };
  } catch {
    return { default: PlainMasked };
  }
});

export function MaskedField(props: MaskedFieldProps) {
  const { run, pointer, text, children } = props;
  const hidden = pointer === undefined ? undefined : hiddenAt(run.runlight.masks, pointer, text);
  if (!hidden || pointer === undefined) return children;
  return (
    <Suspense fallback={<PlainMasked {...props} hidden={hidden} />}>
      <Known {...props} pointer={pointer} hidden={hidden} />
    </Suspense>
  );
}
