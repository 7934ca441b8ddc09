/**
 * The key that signs page tokens and keys masks: made of the secret that replicas share, or a random one kept in the data
 * directory so that both outlive a restart.
 */
import { createHmac, randomBytes } from "node:crypto";
import {
  closeSync,
  constants,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import path from "node:path";
import { SettingsError } from "./settings-error.ts";

const KEY_BYTES = 32;

/** Makes the data directory if need be. Throws SettingsError when it cannot be made or written. */
export function openDataDir(dataDir: string): { tokenKey: Uint8Array } {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    // Written on every start: also proves that the directory takes writes before anything is acknowledged.
    const trial = path.join(dataDir, `.write-test-${process.pid}`);
    closeSync(openSync(trial, "w"));
    rmSync(trial);
    return { tokenKey: readKey(dataDir) ?? makeKey(dataDir) };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
    throw new SettingsError(`--data-dir: ${dataDir} cannot be written (${code})`);
  }
}

/** The key of every replica that was given this secret. */
export function sharedKey(sessionSecret: string): Uint8Array {
  return createHmac("sha256", sessionSecret).update("runlight-page-token-1").digest();
}

function readKey(dataDir: string): Uint8Array | undefined {
  try {
    const key = readFileSync(path.join(dataDir, "page-token.key"));
    return key.length === KEY_BYTES ? key : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function makeKey(dataDir: string): Uint8Array {
  const key = randomBytes(KEY_BYTES);
  const fresh = path.join(dataDir, `page-token.key.${process.pid}`);
  const file = openSync(fresh, constants.O_CREAT | constants.O_TRUNC | constants.O_WRONLY, 0o600);
  writeSync(file, key);
  fsyncSync(file);
  closeSync(file);
  renameSync(fresh, path.join(dataDir, "page-token.key"));
  return key;
}
