/**
 * Access tokens of a file: one JSON object a line, with the hash of a token and what it allows. The file is read again when
 * it changes; while it cannot be read, the last good one holds.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import * as v from "valibot";
import { SettingsError } from "../settings-error.ts";
import type { Log } from "../log.ts";
import { GrantedAgentsSchema } from "./granted-agents.ts";

export const TOKENS_FILE = "RUNLIGHT_TOKENS_FILE";
const NAME_MAX = 200;

const EntrySchema = v.object({
  id: v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/, "id must have 1 to 64 letters, digits, _ or -")),
  hash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, "hash must be SHA-256 in lower-case hex")),
  name: v.pipe(v.string(), v.regex(/^\P{C}+$/u, "name must be plain text"), v.maxLength(NAME_MAX, "name is too long")),
  roles: v.pipe(
    v.array(
      v.picklist(["viewer", "approver", "operator"], "roles may be viewer, approver, operator"),
      "roles is missing",
    ),
    v.minLength(1, "roles must name one"),
  ),
  agents: GrantedAgentsSchema,
  expiresAt: v.optional(v.pipe(v.string(), v.isoTimestamp("expiresAt must be a time such as 2027-01-31T00:00:00Z"))),
});

export type TokenEntry = v.InferOutput<typeof EntrySchema>;

export function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/** Every entry of a file's text. Throws an Error of one line that names the first bad one, and none of its values. */
export function parseTokens(text: string): readonly TokenEntry[] {
  const entries: TokenEntry[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const parsed = v.safeParse(EntrySchema, readLine(line, index + 1));
    if (!parsed.success) throw new Error(`line ${index + 1}: ${parsed.issues[0].message.replace(/: .*/, "")}`);
    const { id, hash } = parsed.output;
    if (entries.some((one) => one.id === id || one.hash === hash))
      throw new Error(`line ${index + 1}: the same token stands there twice`);
    entries.push(parsed.output);
  }
  return entries;
}

function readLine(line: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new Error(`line ${number}: is not JSON`);
  }
}

export interface TokenFile {
  /** The entry of a token somebody showed; undefined for a wrong or an expired one. */
  find(token: string): TokenEntry | undefined;
  /** The entry as it stands now; undefined once it was removed or has expired. */
  byId(id: string): TokenEntry | undefined;
}

/** Throws SettingsError when the file cannot be read or used. `now`: epoch ms. */
export function openTokenFile(path: string, log: Log, now: () => number): TokenFile {
  let stamp = stampOf(path);
  let entries = readTokens(path);

  function current(): readonly TokenEntry[] {
    const seen = stampOf(path);
    if (seen === stamp) return entries;
    stamp = seen;
    try {
      entries = readTokens(path);
    } catch (error) {
      log.error("The tokens file cannot be used; the last good one holds", error);
    }
    return entries;
  }

  const isGood = ({ expiresAt }: TokenEntry): boolean => expiresAt === undefined || Date.parse(expiresAt) > now();

  return {
    find(token) {
      const wanted = Buffer.from(hashOf(token), "hex");
      let found: TokenEntry | undefined;
      // All are compared, each in constant time: how long it takes tells nothing.
      for (const entry of current()) if (timingSafeEqual(Buffer.from(entry.hash, "hex"), wanted)) found = entry;
      return found && isGood(found) ? found : undefined;
    },
    byId: (id) => current().find((entry) => entry.id === id && isGood(entry)),
  };
}

/** Differs whenever the file was changed; empty when it is not there. */
function stampOf(path: string): string {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stats ? `${stats.ino} ${stats.mtimeNs} ${stats.size}` : "";
}

function readTokens(path: string): readonly TokenEntry[] {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const { code = "unknown" } = error as NodeJS.ErrnoException;
    throw new SettingsError(`${TOKENS_FILE}: cannot be read (${code}); npm run token makes one`);
  }
  try {
    return parseTokens(text);
  } catch (error) {
    throw new SettingsError(`${TOKENS_FILE}: ${(error as Error).message}`);
  }
}
