/** Local activities leave one marker each, written when their workflow task closes; until then nobody sees them. */
import type { JsonText, RunError } from "../../contract/run-events.ts";
import { errorOf, type HistoryEvent, timeOf } from "./history-event.ts";
import { firstText, payloadValue } from "./payload-text.ts";

const MARKER = "core_local_activity";

interface MarkerData {
  readonly seq?: number;
  readonly attempt?: number;
  readonly activity_id?: string;
  readonly activity_type?: string;
  readonly backoff?: unknown;
  readonly original_schedule_time?: Stamp;
  readonly complete_time?: Stamp;
}

/** Times in the marker are JSON. */
interface Stamp {
  readonly seconds?: number;
  readonly nanos?: number;
}

export interface LocalActivity {
  readonly id: string;
  readonly name: string;
  readonly attempt: number;
  /** Epoch ms: when its first attempt was wanted, which is when it began, and when its last one was over. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly outcome: { readonly output: JsonText; readonly error?: undefined } | { readonly error: RunError };
}

/** Undefined for other events, and for the bookmark of a retry to come. */
export function readLocalActivity(event: HistoryEvent): LocalActivity | undefined {
  const marker = event.markerRecordedEventAttributes;
  if (marker?.markerName !== MARKER) return undefined;
  const data = (payloadValue(marker.details?.["data"]?.payloads?.[0]) ?? {}) as MarkerData;
  if (data.backoff) return undefined;
  const name = data.activity_type ?? "local activity";
  const writtenAt = timeOf(event.eventTime);
  const within = (at: Stamp | undefined, from: number): number =>
    Math.min(Math.max(timeOf(at) || writtenAt, from), writtenAt);
  const startedAt = within(data.original_schedule_time, 0);
  return {
    id: data.activity_id ?? String(data.seq ?? event.eventId),
    name,
    attempt: Math.max(1, data.attempt ?? 1),
    startedAt,
    endedAt: within(data.complete_time, startedAt),
    outcome: marker.failure
      ? { error: errorOf(marker.failure) }
      : { output: firstText(marker.details?.["result"]) ?? "null" },
  };
}
