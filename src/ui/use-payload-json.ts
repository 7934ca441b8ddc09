/** The tree of a payload; a large one is read after the page had a chance to paint. */
import { useEffect, useState } from "react";
import type { Json } from "../contract/json.ts";
import type { Payload } from "../contract/payload.ts";

/** UTF-16 units read at once within a frame. */
const AT_ONCE = 256 * 1_024;

export type PayloadJson =
  | { readonly kind: "json"; readonly json: Json }
  | { readonly kind: "reading" }
  /** The text is no JSON; only its text can be shown. */
  | { readonly kind: "unreadable" };

export function usePayloadJson(payload: Payload): PayloadJson {
  const [ready, setReady] = useState<Payload>();
  const isLarge = payload.text.length > AT_ONCE;
  useEffect(() => {
    if (!isLarge) return undefined;
    const timer = setTimeout(() => setReady(payload), 0);
    return () => clearTimeout(timer);
  }, [payload, isLarge]);
  if (isLarge && ready !== payload) return { kind: "reading" };
  return readPayload(payload);
}

function readPayload(payload: Payload): PayloadJson {
  try {
    return { kind: "json", json: payload.json };
  } catch {
    return { kind: "unreadable" };
  }
}
