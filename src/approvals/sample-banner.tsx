/** A banner over a sample request, for tests. */
import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { parseRun } from "../contract/run.ts";
import { EMPTY_WATCHED } from "../contract/watch-state.ts";
import type { PollDecision, Watched } from "../contract/watching.ts";
import { createRouter } from "../ui/router-state.ts";
import { Routed } from "../ui/router.tsx";
import { ApprovalBanner, type ApprovalBannerProps } from "./approval-banner.tsx";

/** Epoch ms of the sample. */
export const NOW = Date.parse("2026-06-12T09:30:00.000Z");
export const LIVE: PollDecision = { delayMs: 5_000, strip: { kind: "live" }, canCheckAgain: false };

interface RequestParts {
  readonly amount?: string;
  readonly leftMs?: number;
  readonly temporalRunId?: string;
  readonly pendingApproval?: string;
  readonly status?: string;
}

export function watchedWith(parts: RequestParts = {}): Watched {
  const { amount = "1240.00", leftMs = 842_000, temporalRunId = "00000089-4a2b-4c3d-8e4f-5a6b7c8d9e0f" } = parts;
  const request =
    parts.pendingApproval ??
    `{"id":"apr_1","nodeId":"n7","nodeName":"Manager approval","title":"Refund?","description":"Fraud score low.",` +
      `"action":{"name":"payments.refund","args":{"orderId":"A-10442","amount":${amount}}},` +
      `"requestedAt":"${new Date(NOW - 60_000).toISOString()}","expiresAt":"${new Date(NOW + leftMs).toISOString()}"}`;
  const run = parseRun(
    `{"id":"w","workflowId":"wf_57_run_89","agentId":57,"agentName":"Refund Review","agentType":"workflow",` +
      `"status":"${parts.status ?? "awaiting_human"}","source":"live-query","temporalRunId":"${temporalRunId}","pendingApproval":${request}}`,
  );
  return { ...EMPTY_WATCHED, run, settled: 1, settledAt: Date.now(), confirmedAt: Date.now() };
}

const router = createRouter([]);

export function sampleBanner(
  queries: QueryClient,
  over: Partial<ApprovalBannerProps> & Pick<ApprovalBannerProps, "onAskNow">,
) {
  return (
    <QueryClientProvider client={queries}>
      <Routed router={router}>
        <ApprovalBanner
          agentId={57}
          runId="wf_57_run_89"
          watched={watchedWith()}
          decision={LIVE}
          isPaused={false}
          steps={[]}
          canDecide
          {...over}
        />
      </Routed>
    </QueryClientProvider>
  );
}
