/** A field of a run as it is shown, with its way to what the server hid in it. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { sessionQuery } from "../api/list-queries.ts";
import { revealField } from "../api/reveal.ts";
import { type Hidden, hiddenAt } from "../contract/masks.ts";
import type { Run } from "../contract/run.ts";
import { mayDo } from "../contract/session.ts";
import { Masked } from "../ui/masked.tsx";

interface MaskedFieldProps {
  readonly run: Run;
  /** JSON pointer of the field in the answer; undefined when it is not known where the field stands. */
  readonly pointer: string | undefined;
  /** The field's exact text, masked. */
  readonly text: string;
  readonly label: string;
  readonly isBelow?: boolean;
  readonly children?: ReactNode;
}

export function MaskedField(props: MaskedFieldProps) {
  const { run, pointer, text, children } = props;
  const hidden = pointer === undefined ? undefined : hiddenAt(run.runlight.masks, pointer, text);
  if (!hidden || pointer === undefined) return children;
  return <Known {...props} pointer={pointer} hidden={hidden} />;
}

function Known({
  run,
  pointer,
  text,
  label,
  hidden,
  isBelow = false,
  children,
}: MaskedFieldProps & { pointer: string; hidden: Hidden }) {
  const session = useQuery(sessionQuery()).data;
  const canReveal = mayDo(session, "reveal") && !Number.isNaN(run.agentId);
  return (
    <Masked
      hidden={hidden}
      id={`${run.id} ${pointer}`}
      text={text}
      label={label}
      isBelow={isBelow}
      reveal={canReveal ? () => revealField(run, pointer) : undefined}
    >
      {children}
    </Masked>
  );
}
