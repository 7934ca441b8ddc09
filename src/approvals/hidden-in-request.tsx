/** What the server hid in the request, and the way to see it. A decision is bound to the request with it hidden. */
import { revealField } from "../api/reveal.ts";
import { hiddenAt } from "../contract/masks.ts";
import type { Run } from "../contract/run.ts";
import { Masked } from "../ui/masked.tsx";
import { Row } from "./banner-facts.tsx";

const POINTER = "/pendingApproval";

export function HiddenInRequest({ run, canReveal }: { run: Run; canReveal: boolean }) {
  const text = run.pendingApproval?.text ?? "";
  const hidden = hiddenAt(run.runlight.masks, POINTER, text);
  if (!hidden) return null;
  return (
    <Row label="Hidden" isPlainOnPhone>
      <Masked
        hidden={hidden}
        id={`${run.id} ${POINTER}`}
        text={text}
        label="Request"
        note="Your decision is bound to the request as it stands above, with these values hidden. When one of them changes, so does its mask."
        reveal={canReveal && !Number.isNaN(run.agentId) ? () => revealField(run, POINTER) : undefined}
      />
    </Row>
  );
}
