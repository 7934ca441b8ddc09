/** Failures as people read them, also those whose text a worker put through its codec. */
import { expect, test } from "vitest";
import { decodePayloads } from "./decode-payloads.ts";
import { json } from "./history-builder.ts";
import { errorOf, type Failure } from "./history-event.ts";

const HIDDEN = JSON.stringify({ message: "Card 4711 was refused", stack_trace: "at pay (pay.ts:7:1)" });
const turn = (bytes: Uint8Array): Buffer => Buffer.from(bytes.map((byte) => byte ^ 0x5a));

/** As an SDK writes it when it is told to encode common attributes; a codec then turns what is in it. */
const failure = (): Failure => ({
  message: "Encoded failure",
  encodedAttributes: { metadata: { encoding: Buffer.from("binary/encrypted") }, data: turn(Buffer.from(HIDDEN)) },
  applicationFailureInfo: { type: "Refused" },
  cause: { message: "Encoded failure", encodedAttributes: json('{"message":"No cover"}') },
});

const read = (codecs: readonly object[]) => {
  const client = { options: { loadedDataConverter: { payloadCodecs: codecs } } };
  return decodePayloads(client as never, failure());
};

test("with the codec a hidden message and stack are told, and those of the cause", async () => {
  const codec = {
    decode: async (payloads: { metadata: { encoding: Uint8Array }; data: Uint8Array }[]) =>
      payloads.map((one) =>
        String(Buffer.from(one.metadata.encoding)) === "json/plain" ? one : json(turn(one.data).toString()),
      ),
  };
  expect(errorOf(await read([codec]))).toEqual({
    type: "Refused",
    message: "Card 4711 was refused",
    stack: "at pay (pay.ts:7:1)",
    cause: { type: "Error", message: "No cover" },
  });
});

test("without it the open text stands there, and nothing of what is hidden", async () => {
  const error = errorOf(await read([]));
  expect(error).toMatchObject({ type: "Refused", message: "Encoded failure" });
  expect(JSON.stringify(error)).not.toContain("4711");
});
