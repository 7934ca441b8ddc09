/** An approval as the page sees it: the free-form `pendingApproval`, read by the rules of `read-approval.ts`. */
import type { Field, Payload } from "./payload.ts";

export interface ApprovalAction {
  /** The raw name of what will run, `payments.refund`; absent when the request names none. */
  readonly name?: string;
  readonly args?: Payload;
  readonly description?: string;
  /** What this action allows, when the request says it per action. */
  readonly allowed?: readonly string[];
}

export interface ApprovalOption {
  readonly value: string;
  readonly label: string;
  /** `neutral` when label and value disagree, or say neither. */
  readonly tone: "approve" | "reject" | "neutral";
}

export interface ApprovalField {
  readonly name: string;
  readonly type?: string;
  readonly required: boolean;
  readonly label?: string;
  readonly raw: Payload;
}

export interface Assignee {
  readonly id?: string;
  readonly label: string;
  readonly kind: "user" | "group" | "unknown";
}

export interface Approval {
  /** Stable across polls of the same request. */
  readonly key: string;
  /** The request's own id; absent when it has none, and then nothing can be decided by id. */
  readonly id?: string;
  readonly nodeId?: string;
  readonly nodeName?: string;
  readonly title?: string;
  readonly body?: string;
  readonly actions: readonly ApprovalAction[];
  readonly options: readonly ApprovalOption[];
  readonly fields: readonly ApprovalField[];
  readonly assignees: readonly Assignee[];
  readonly requestedBy?: string;
  /** Epoch ms. */
  readonly requestedAt?: number;
  /** Epoch ms. */
  readonly expiresAt?: number;
  readonly priority?: string;
  readonly decided?: {
    readonly outcome: string;
    readonly by?: string;
    readonly at?: number;
    readonly comment?: string;
  };
  /** http or https only. Shown as text, never fetched: some complete the wait when posted to. */
  readonly url?: string;
  readonly extra: readonly Field[];
  readonly raw: Payload;
  readonly notes: readonly string[];
}
