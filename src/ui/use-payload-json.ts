/** Reads a payload for its view: a small one at once, a large one in slices, given up when it is no longer shown. */
import { useEffect, useState } from "react";
import type { Payload } from "../contract/payload.ts";
import { type PayloadFacts, readFacts } from "./payload-facts.ts";
import { runAtOnce, runInSlices } from "../contract/slices.ts";

/** UTF-16 units read at once within a frame. */
const AT_ONCE = 131_072;
/** Between two renders of the progress. */
const PROGRESS_MS = 100;

export type PayloadJson =
  | { readonly kind: "json"; readonly facts: PayloadFacts }
  /** `part`: from 0 to 1. */
  | { readonly kind: "reading"; readonly part: number }
  /** The text is no JSON; only its text can be shown. */
  | { readonly kind: "unreadable" };

interface Read {
  readonly text: string;
  readonly shown: PayloadJson;
}

export function usePayloadJson(payload: Payload): PayloadJson {
  const [read, setRead] = useState<Read>();
  const { text } = payload;
  const isLarge = text.length > AT_ONCE;
  const isRead = read?.text === text && read.shown.kind !== "reading";
  useEffect(() => {
    if (!isLarge || isRead) return undefined;
    let shownAt = performance.now();
    const tell = (shown: PayloadJson) => setRead({ text, shown });
    return runInSlices(readFacts(payload), {
      onDone: (facts) => tell({ kind: "json", facts }),
      onFailed: () => tell({ kind: "unreadable" }),
      onProgress: (at) => {
        if (performance.now() - shownAt < PROGRESS_MS) return;
        shownAt = performance.now();
        tell({ kind: "reading", part: at / text.length });
      },
    });
  }, [payload, text, isLarge, isRead]);
  if (isLarge) return read?.text === text ? read.shown : { kind: "reading", part: 0 };
  return readNow(payload);
}

function readNow(payload: Payload): PayloadJson {
  try {
    return { kind: "json", facts: runAtOnce(readFacts(payload)) };
  } catch {
    return { kind: "unreadable" };
  }
}
