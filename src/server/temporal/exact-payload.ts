/** JSON text as a Temporal payload and back, byte for byte. Runs in workflow, worker and server. */
import { decode, encode } from "@temporalio/common/lib/encoding.js";
import { type Payload, RawValue } from "@temporalio/common";
import type { JsonText } from "../../contract/run-events.ts";
import { BRANCH, EXACT } from "./names.ts";

/** For every place where the SDK takes a value: the payload carries this very text. */
export function exact(text: JsonText, branch?: string): RawValue {
  const metadata = { encoding: encode("json/plain"), [EXACT]: encode("1") };
  return RawValue.fromPayload({
    metadata: branch === undefined ? metadata : { ...metadata, [BRANCH]: encode(branch) },
    data: encode(text),
  });
}

export function exactText(payload: Payload): JsonText {
  return payload.data ? decode(payload.data) : "null";
}

export function branchOf(payload: Payload): string | undefined {
  const branch = payload.metadata?.[BRANCH];
  return branch ? decode(branch) : undefined;
}
