/** Free-form fields one under the other, each under its whole name: nothing unknown goes unnamed. */
import type { ReactNode } from "react";
import type { Field } from "../contract/payload.ts";
import { AgentText } from "../ui/agent-text.tsx";
import { PayloadView } from "../ui/payload-view.tsx";

interface FieldListProps {
  readonly fields: readonly Field[];
  /** What stands around a field's value. */
  readonly around?: (field: Field, value: ReactNode) => ReactNode;
}

const alone = (_field: Field, value: ReactNode): ReactNode => value;

export function FieldList({ fields, around = alone }: FieldListProps) {
  return (
    <div className="grid gap-4 pt-1">
      {fields.map((field, index) => (
        <section key={`${field.name}${index}`} className="min-w-0">
          <h3 className="mb-1 font-mono text-12 break-all text-ink-2">
            <AgentText text={field.name} />
          </h3>
          {around(field, <PayloadView payload={field.payload} label={field.name} name={field.name} />)}
        </section>
      ))}
    </div>
  );
}
