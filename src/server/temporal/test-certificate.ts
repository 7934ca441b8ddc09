/** For tests: a certificate for localhost that signs itself, made anew each time, so that no key lies in the repository. */
import { generateKeyPairSync, sign } from "node:crypto";

const ECDSA_SHA256 = oid([42, 134, 72, 206, 61, 4, 3, 2]);
const COMMON_NAME = oid([85, 4, 3]);
const BASIC_CONSTRAINTS = oid([85, 29, 19]);
const ALTERNATIVE_NAMES = oid([85, 29, 17]);
const SEQUENCE = 0x30;
const SET = 0x31;
const BOOLEAN = 1;
const INTEGER = 2;
const BITS = 3;
const OCTETS = 4;
const UTF8 = 12;
const TIME = 0x17;

/** Both as PEM; good from 2020 to 2049. */
export function makeCertificate(): { readonly cert: string; readonly key: string } {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const name = seq(tlv(SET, seq(COMMON_NAME, tlv(UTF8, Buffer.from("localhost")))));
  const extensions = seq(
    seq(BASIC_CONSTRAINTS, tlv(OCTETS, seq(tlv(BOOLEAN, Buffer.of(0xff))))),
    seq(ALTERNATIVE_NAMES, tlv(OCTETS, seq(tlv(0x82, Buffer.from("localhost"))))),
  );
  const signed = seq(
    tlv(0xa0, tlv(INTEGER, Buffer.of(2))),
    tlv(INTEGER, Buffer.of(1)),
    seq(ECDSA_SHA256),
    name,
    seq(tlv(TIME, Buffer.from("200101000000Z")), tlv(TIME, Buffer.from("491231235959Z"))),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    tlv(0xa3, extensions),
  );
  const signature = tlv(BITS, Buffer.concat([Buffer.of(0), sign("sha256", signed, privateKey)]));
  const base64 = seq(signed, seq(ECDSA_SHA256), signature).toString("base64");
  const lines = base64.match(/.{1,64}/g) ?? [];
  return {
    cert: ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n"),
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

function oid(bytes: readonly number[]): Buffer {
  return tlv(6, Buffer.from(bytes));
}

function seq(...parts: readonly Buffer[]): Buffer {
  return tlv(SEQUENCE, Buffer.concat(parts));
}

function tlv(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...size), content]);
}
