/**
 * Seals what only this server may read: AES-256-GCM under keys that HKDF makes of one secret, one for each purpose. What
 * was sealed for one purpose opens for no other, and nothing opens that was not sealed here.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** Part of key and text: a later form gets another number, and old texts stop opening. */
const VERSION = "1";

export interface Sealer {
  /** Characters of base64url and one dot. */
  seal(value: object): string;
  /** What was sealed; undefined for everything else, of any length. */
  open(text: string): unknown;
}

/** `secret` has 32 bytes or more. Whoever holds another one, or names another purpose, opens nothing. */
export function createSealer(secret: string | Uint8Array, purpose: string): Sealer {
  const info = `runlight ${purpose} ${VERSION}`;
  const key = Buffer.from(hkdfSync("sha256", secret, "", info, KEY_BYTES));
  const aad = Buffer.from(info);

  return {
    seal(value) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(aad);
      const sealed = [iv, cipher.update(JSON.stringify(value), "utf8"), cipher.final(), cipher.getAuthTag()];
      return `${VERSION}.${Buffer.concat(sealed).toString("base64url")}`;
    },

    open(text) {
      if (!text.startsWith(`${VERSION}.`)) return undefined;
      const encoded = text.slice(VERSION.length + 1);
      const bytes = Buffer.from(encoded, "base64url");
      // base64url has several spellings of the same bytes; only the one that was written counts.
      if (bytes.length < IV_BYTES + TAG_BYTES || bytes.toString("base64url") !== encoded) return undefined;
      const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
      decipher.setAAD(aad).setAuthTag(bytes.subarray(-TAG_BYTES));
      try {
        const plain = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
        return JSON.parse(plain.toString("utf8"));
      } catch {
        return undefined;
      }
    },
  };
}
