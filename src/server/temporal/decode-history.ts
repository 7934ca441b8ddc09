/** Payloads of raw history events through the configured codecs; one that cannot be decoded stays as it came. */
import type { Client } from "@temporalio/client";
import type { Payload } from "@temporalio/common";
import type { HistoryEvent } from "./history-event.ts";

/** The same events with decoded payloads. Payloads are replaced in place: the events are ours alone. */
export async function decodeOptional(client: Client, events: HistoryEvent[]): Promise<HistoryEvent[]> {
  const { payloadCodecs } = client.options.loadedDataConverter;
  if (payloadCodecs.length === 0) return events;
  const places: (() => Promise<void>)[] = [];
  const one = (payload: Payload, put: (decoded: Payload) => void): void => {
    places.push(async () => {
      try {
        let list: Payload[] = [payload];
        for (const codec of payloadCodecs.toReversed()) list = await codec.decode(list);
        const [decoded] = list;
        if (decoded) put(decoded);
      } catch {
        // Shown as what it is: encrypted or broken, with its encoding and size.
      }
    });
  };
  for (const event of events) walk(event as Record<string, unknown>, one, 0);
  await Promise.all(places.map((place) => place()));
  return events;
}

const DEPTH_MAX = 40;

function walk(value: unknown, one: (payload: Payload, put: (decoded: Payload) => void) => void, depth: number): void {
  if (typeof value !== "object" || value === null || depth > DEPTH_MAX || value instanceof Uint8Array) return;
  const holder = value as Record<string, unknown>;
  for (const key of Object.keys(holder)) {
    const part = holder[key];
    if (isPayload(part)) one(part, (decoded) => (holder[key] = decoded));
    else walk(part, one, depth + 1);
  }
}

function isPayload(value: unknown): value is Payload {
  if (typeof value !== "object" || value === null) return false;
  const { metadata, data } = value as Payload;
  return (
    typeof metadata === "object" &&
    metadata !== null &&
    (data instanceof Uint8Array || data === null || data === undefined)
  );
}
