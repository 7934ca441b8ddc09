/**
 * Temporal refuses a payload of more than 2 MB, and a step's result may be larger: from 256 KiB on, payloads travel
 * compressed. Smaller ones stay as they are, readable in Temporal's own tools.
 */
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import type { Payload, PayloadCodec } from "@temporalio/common";
import proto from "@temporalio/proto";

const FROM_BYTES = 256 * 1_024;
/** What one payload may unpack to: the largest answer. */
const UNPACKED_MAX = 64 * 1_024 * 1_024;
const ENCODING = "binary/runlight-gzip";
const Proto = proto.temporal.api.common.v1.Payload;

export const largePayloadCodec: PayloadCodec = {
  encode: (payloads) => Promise.all(payloads.map(pack)),
  decode: (payloads) => Promise.all(payloads.map(unpack)),
};

async function pack(payload: Payload): Promise<Payload> {
  if ((payload.data?.length ?? 0) < FROM_BYTES) return payload;
  const data = await promisify(gzip)(Proto.encode(payload).finish());
  return { metadata: { encoding: Buffer.from(ENCODING) }, data };
}

async function unpack(payload: Payload): Promise<Payload> {
  if (!payload.data || Buffer.from(payload.metadata?.["encoding"] ?? []).toString() !== ENCODING) return payload;
  return Proto.decode(await promisify(gunzip)(payload.data, { maxOutputLength: UNPACKED_MAX }));
}
