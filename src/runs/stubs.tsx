/** Fields the server left out because of their size: how big they are, and where to get them. */
import { useQuery } from "@tanstack/react-query";
import { ask } from "../api/client.ts";
import { JsonArray } from "../contract/json.ts";
import { Payload } from "../contract/payload.ts";
import type { Run } from "../contract/run.ts";
import type { Stub } from "../contract/runlight.ts";
import type { Step } from "../contract/step.ts";
import { Button, buttonClass } from "../ui/button.tsx";
import { formatBytes } from "../ui/bytes.ts";
import { PayloadView } from "../ui/payload-view.tsx";

/** Above this many bytes a field can only be downloaded. */
const OPEN_MAX = 32_000_000;

export function StubNote({ name, stub }: { name: string; stub: Stub }) {
  const query = useQuery({
    queryKey: ["payload", stub.href, stub.sha256],
    queryFn: ({ signal }) => ask(stub.href, (text) => new Payload(text), signal),
    enabled: false,
    gcTime: 0,
  });
  if (query.data) return <PayloadView payload={query.data} label={name} name={name} />;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-13 text-ink-2">
      <span className="font-mono text-12 text-ink">{name}</span>
      <span>{formatBytes(stub.size)}, left out to keep the page quick</span>
      {stub.size <= OPEN_MAX && (
        <Button kind="plain" size={28} disabled={query.isFetching} onClick={() => void query.refetch()}>
          {query.isFetching ? "Opening…" : "Open here"}
        </Button>
      )}
      <a href={stub.href} download className={buttonClass("plain", 28)}>
        Download
      </a>
      {query.isError && (
        <span role="alert" className="text-fail">
          It could not be read: {query.error.message}.
        </span>
      )}
    </div>
  );
}

type StubOfStep = readonly [name: string, stub: Stub, pointer: string];

/** The left-out fields of one step by their name. The pointer counts nodes, so the node is found by its text. */
export function stubsOfStep(run: Run, step: Step): readonly StubOfStep[] {
  const found: StubOfStep[] = [];
  for (const [pointer, stub] of Object.entries(run.runlight.stubs ?? {})) {
    const match = /^\/workflowNodes\/([^/]+)\/(.+)$/.exec(pointer);
    const nodes = run.workflowNodes;
    if (!match?.[1] || !match[2] || !(nodes?.json instanceof JsonArray)) continue;
    const item = nodes.json.items[Number(match[1])];
    if (item && nodes.text.slice(item.start, item.end) === step.raw.text)
      found.push([unescape(match[2]), stub, pointer]);
  }
  return found;
}

/** RFC 6901. */
function unescape(token: string): string {
  return token.replaceAll("~1", "/").replaceAll("~0", "~");
}

export function stubOf(run: Run, field: "taskResult"): Stub | undefined {
  return run.runlight.stubs?.[`/${field}`];
}
