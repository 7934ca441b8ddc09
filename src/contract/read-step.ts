/** A step of one node in its place among the others. What the node alone says is read when somebody looks. */
import { detailsOf, type NodeDraft } from "./read-node.ts";
import type { Step } from "./step.ts";

/** What a step owes to its place among the others. */
export interface Place {
  readonly key: string;
  readonly title: string;
  readonly id: string | undefined;
  readonly parentKeys: readonly string[];
  readonly upstream: readonly string[];
  readonly downstream: readonly string[];
  readonly when: Step["when"];
  /** What is to be said of its links. */
  readonly linkNotes: readonly string[];
}

export class ReadStep implements Step {
  readonly draft: NodeDraft;
  readonly key: string;
  readonly title: string;
  readonly id: string | undefined;
  readonly parentKeys: readonly string[];
  readonly upstream: readonly string[];
  readonly downstream: readonly string[];
  readonly when: Step["when"];
  readonly linkNotes: readonly string[];

  constructor(draft: NodeDraft, place: Place) {
    this.draft = draft;
    this.key = place.key;
    this.title = place.title;
    this.id = place.id;
    this.parentKeys = place.parentKeys;
    this.upstream = place.upstream;
    this.downstream = place.downstream;
    this.when = place.when;
    this.linkNotes = place.linkNotes;
  }

  get kind() {
    return this.draft.kind;
  }
  get phase() {
    return this.draft.phase;
  }
  get status() {
    return this.draft.status;
  }
  get queuedAt() {
    return this.draft.queuedAt;
  }
  get startedAt() {
    return this.draft.startedAt;
  }
  get endedAt() {
    return this.draft.endedAt;
  }
  get durationMs() {
    return this.draft.durationMs;
  }
  get durationFrom() {
    return this.draft.durationFrom;
  }
  get iteration() {
    return this.draft.iteration;
  }
  get attempt() {
    return detailsOf(this.draft).attempt;
  }
  get maxAttempts() {
    return detailsOf(this.draft).maxAttempts;
  }
  get input() {
    return detailsOf(this.draft).input;
  }
  get output() {
    return detailsOf(this.draft).output;
  }
  get error() {
    return detailsOf(this.draft).error;
  }
  get earlierError() {
    return detailsOf(this.draft).earlierError;
  }
  get attempts() {
    return detailsOf(this.draft).attempts;
  }
  get childRunId() {
    return detailsOf(this.draft).childRunId;
  }
  get tool() {
    return detailsOf(this.draft).tool;
  }
  get extra() {
    return detailsOf(this.draft).extra;
  }
  get raw() {
    return detailsOf(this.draft).raw;
  }
  get notes() {
    const { notes } = detailsOf(this.draft);
    return this.linkNotes.length > 0 ? [...notes, ...this.linkNotes] : notes;
  }
}
