/** One viewer without a browser: the real query observer of TanStack Query with the shipped rule, on fake time. */
import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { nextPoll } from "../../src/contract/poll-rule.ts";
import { takeOutcome } from "../../src/contract/watch-state.ts";
import type { Outcome, PageConditions, Watched } from "../../src/contract/watching.ts";
import type { FakeTime } from "./fake-time.ts";

type Answer = Pick<Outcome & { kind: "run" }, "kind" | "run"> | Pick<Outcome & { kind: "problem" }, "kind" | "problem">;

export interface Viewer {
  /** Fake epoch ms of every request. */
  readonly sentAt: readonly number[];
  /** What a render of the page does: hands the observer its options anew. */
  render(): void;
  leave(): void;
}

export function watchInProcess(time: FakeTime, answer: () => Answer, more: Partial<PageConditions> = {}): Viewer {
  const conditions = { isHidden: false, isOnline: true, isPaused: false, areNoticesOff: false, seed: 4, ...more };
  const asked = { agentId: 57, workflowId: "wf_57_run_1" };
  const client = new QueryClient();
  const sentAt: number[] = [];
  const queryKey = ["run"];
  const options = () => ({
    queryKey,
    queryFn: (): Watched => {
      sentAt.push(time.now());
      const ended = { request: sentAt.length, sentAt: time.now(), settledAt: time.now(), serverNow: time.now() };
      return takeOutcome(client.getQueryData<Watched>(queryKey), { ...ended, ...answer() }, asked);
    },
    structuralSharing: false,
    retry: false,
    networkMode: "always" as const,
    staleTime: Number.POSITIVE_INFINITY,
    refetchIntervalInBackground: true,
    refetchInterval: ({ state }: { state: { data: Watched | undefined } }) =>
      nextPoll(state.data, conditions).delayMs ?? (false as const),
  });
  const observer = new QueryObserver(client, options());
  const leave = observer.subscribe(() => {});
  return { sentAt, render: () => observer.setOptions(options()), leave };
}
