/** Payloads in the cluster's raw answers through the configured codecs; one that cannot be decoded stays as it came. */
import type { Client } from "@temporalio/client";
import type { Payload } from "@temporalio/common";

/** The same value with decoded payloads, however deep. They are replaced in place: the answer is ours alone. */
export async function decodePayloads<T extends object>(client: Client, answer: T): Promise<T> {
  const { payloadCodecs } = client.options.loadedDataConverter;
  if (payloadCodecs.length === 0) return answer;
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
  walk(answer, one, 0);
  await Promise.all(places.map((place) => place()));
  return answer;
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
