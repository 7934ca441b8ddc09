/** Payloads of anybody's workflow as JSON text. What cannot be decoded is said, with its encoding and size, never dropped. */
import type { JsonText } from "../../contract/run-events.ts";
import { checkJson } from "../../contract/json.ts";

/** The part of Temporal's Payload that is read here. */
export interface RawPayload {
  readonly metadata?: Readonly<Record<string, Uint8Array>> | null;
  readonly data?: Uint8Array | null;
}

interface RawPayloads {
  readonly payloads?: readonly RawPayload[] | null;
}

function encodingOf(payload: RawPayload): string {
  return textOf(payload.metadata?.["encoding"]);
}

export function metadataOf(payload: RawPayload | undefined, key: string): string | undefined {
  const value = payload?.metadata?.[key];
  return value ? textOf(value) : undefined;
}

function textOf(bytes: Uint8Array | null | undefined): string {
  return bytes ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8") : "";
}

/** True for what an SDK writes when there is no value; a JSON `null` is a value. */
export function isNothing(payload: RawPayload | null | undefined): boolean {
  return !payload || encodingOf(payload) === "binary/null";
}

/** JSON text of one payload, exactly as sent where it is JSON. */
export function payloadText(payload: RawPayload): JsonText {
  const encoding = encodingOf(payload);
  const data = payload.data ?? new Uint8Array();
  if (encoding === "binary/null") return "null";
  if (encoding === "json/plain" || encoding === "json/protobuf") {
    const text = textOf(data);
    try {
      checkJson(text);
      return text;
    } catch {
      return JSON.stringify({ encoding, size: data.length, note: "Not JSON, although it says so", text });
    }
  }
  const base64 = Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString("base64");
  if (encoding === "binary/plain") return JSON.stringify({ encoding, size: data.length, base64 });
  return JSON.stringify({ encoding, size: data.length, note: "Cannot be decoded here" });
}

/** Arguments as one JSON text: the value when there is one, a list when there are several; absent when there are none. */
export function payloadsText(payloads: RawPayloads | null | undefined): JsonText | undefined {
  const list = payloads?.payloads ?? [];
  const [first] = list;
  if (!first) return undefined;
  return list.length === 1 ? payloadText(first) : `[${list.map(payloadText).join(",")}]`;
}

export function firstText(payloads: RawPayloads | null | undefined): JsonText | undefined {
  const first = payloads?.payloads?.[0];
  return first ? payloadText(first) : undefined;
}

/** A payload's value when it is small plain JSON of our own making; undefined when it is anything else. */
export function payloadValue(payload: RawPayload | null | undefined): unknown {
  if (!payload || encodingOf(payload) !== "json/plain") return undefined;
  try {
    return JSON.parse(textOf(payload.data)) as unknown;
  } catch {
    return undefined;
  }
}
