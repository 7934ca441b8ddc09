/** A step as the page sees it: one free-form node of `workflowNodes`, read by the rules of `read-steps.ts`. */
import type { Field, Payload } from "./payload.ts";

/** Icon and colour only; the server's own word always stands beside it. */
export type Phase = "pending" | "running" | "waiting" | "succeeded" | "failed" | "cancelled" | "skipped" | "unknown";

export interface StepAttempt {
  /** From 1. */
  readonly attempt: number;
  readonly phase: Phase;
  /** The server's word; empty when it sent none. */
  readonly status: string;
  /** Epoch ms. */
  readonly startedAt?: number;
  /** Epoch ms. */
  readonly endedAt?: number;
  readonly error?: Payload;
}

export interface Step {
  /** Unique in the run, stable across polls. Never the title. */
  readonly key: string;
  readonly id?: string | undefined;
  /** Never empty. */
  readonly title: string;
  readonly kind?: string | undefined;
  readonly phase: Phase;
  /** The server's word; empty when it sent none. */
  readonly status: string;
  readonly attempt?: number | undefined;
  readonly maxAttempts?: number | undefined;
  /** Epoch ms, as are startedAt and endedAt. */
  readonly queuedAt?: number | undefined;
  readonly startedAt?: number | undefined;
  readonly endedAt?: number | undefined;
  readonly durationMs?: number | undefined;
  /** `sent`: a duration field said so; `times`: end minus start. */
  readonly durationFrom?: "sent" | "times" | undefined;
  readonly input?: Payload | undefined;
  readonly output?: Payload | undefined;
  readonly error?: Payload | undefined;
  /** What an earlier attempt failed with; the step itself may have succeeded since. */
  readonly earlierError?: Payload | undefined;
  /** Earlier and current attempts, when the node lists them; else empty. */
  readonly attempts: readonly StepAttempt[];
  /** Keys of steps of this run only; dangling links are notes. */
  readonly parentKeys: readonly string[];
  readonly upstream: readonly string[];
  readonly downstream: readonly string[];
  readonly iteration?: { readonly index: number; readonly total?: number } | undefined;
  readonly childRunId?: string | undefined;
  readonly tool?: string | undefined;
  /** Runs only if that step took that branch: `{"when": {"node": "approve", "branch": "approve"}}`. */
  readonly when?: { readonly key: string; readonly branch: string } | undefined;
  /** Every key not consumed, in the order sent. */
  readonly extra: readonly Field[];
  readonly raw: Payload;
  /** What could not be read, in words for people. */
  readonly notes: readonly string[];
}
