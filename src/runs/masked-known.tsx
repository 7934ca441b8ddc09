/** The way to what the server hid in a field of a run, for those who may see it. */
import { useQuery } from "@tanstack/react-query";
import { sessionQuery } from "../api/session-query.ts";
import { revealField } from "../api/reveal.ts";
import type { Hidden } from "../contract/masks.ts";
import { mayDo } from "../contract/session.ts";
import { HiddenValues } from "../ui/hidden-values.tsx";
import type { MaskedFieldProps } from "./masked-field.tsx";

export type MaskedKnownProps = MaskedFieldProps & { readonly pointer: string; readonly hidden: Hidden };

export function MaskedKnown({ run, pointer, text, label, hidden, isBelow = false, children }: MaskedKnownProps) {
  const session = useQuery(sessionQuery()).data;
  const canReveal = mayDo(session, "reveal") && !Number.isNaN(run.agentId);
  return (
    <HiddenValues
      hidden={hidden}
      id={`${run.id} ${pointer}`}
      text={text}
      label={label}
      isBelow={isBelow}
      reveal={canReveal ? () => revealField(run, pointer) : undefined}
    >
      {children}
    </HiddenValues>
  );
}
