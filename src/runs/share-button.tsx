/** Copies the link of what is on screen. */
import type { Run } from "../contract/run.ts";
import { CopyButton } from "../ui/copy-button.tsx";
import type { RunPlace } from "./run-place.ts";

export function ShareButton({ run, agentId, place }: { run: Run; agentId: number; place: RunPlace }) {
  return (
    <CopyButton
      text={async () => (await import("./share-link.ts")).shareLink(run, agentId, place)}
      label="Share"
      name="Share: copy a link to this attempt"
      kind="plain"
    />
  );
}
