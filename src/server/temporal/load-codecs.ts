/** Payload codecs of the people who run the workers, from a module of theirs: what encrypts there must decrypt here. */
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { PayloadCodec } from "@temporalio/common";
import { SettingsError } from "../settings-error.ts";

/** The variable that names the module; its default export is one codec or a list, in the order workers apply them. */
export const CODEC_VARIABLE = "RUNLIGHT_TEMPORAL_CODEC";

/** None when the variable is unset or empty. Throws SettingsError, one line, for a module that is no codec. */
export async function loadCodecs(
  env: Readonly<Record<string, string | undefined>>,
  cwd: string,
): Promise<readonly PayloadCodec[]> {
  const file = env[CODEC_VARIABLE];
  if (file === undefined || file === "") return [];
  let found: unknown;
  try {
    found = ((await import(/* @vite-ignore */ pathToFileURL(path.resolve(cwd, file)).href)) as { default?: unknown })
      .default;
  } catch (error) {
    const [line = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
    throw new SettingsError(`${CODEC_VARIABLE}: the module cannot be loaded (${line})`);
  }
  const codecs = Array.isArray(found) ? (found as unknown[]) : [found];
  if (codecs.length > 0 && codecs.every(isCodec)) return codecs;
  throw new SettingsError(`${CODEC_VARIABLE}: the module's default export must be a payload codec or a list of them`);
}

function isCodec(value: unknown): value is PayloadCodec {
  const { encode, decode } = (value ?? {}) as Partial<Record<"encode" | "decode", unknown>>;
  return typeof encode === "function" && typeof decode === "function";
}
