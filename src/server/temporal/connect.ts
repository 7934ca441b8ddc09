/** The connection to a cluster: settings are Temporal's own variables and `temporal.toml`. Nothing is dialled yet. */
import { Client, Connection, makeGrpcRetryInterceptor } from "@temporalio/client";
import { loadClientConnectConfig } from "@temporalio/envconfig";
import type { DataConverter, PayloadCodec } from "@temporalio/common";
import { SettingsError } from "../settings-error.ts";
import { largePayloadCodec } from "./large-payload-codec.ts";

const UNAVAILABLE = 14;

export interface Cluster {
  readonly client: Client;
  readonly namespace: string;
  readonly address: string;
  close(): Promise<void>;
}

/**
 * Throws SettingsError for settings that cannot be read. The cluster need not be there. `codecs`: what workers put
 * payloads through, in their order; payloads none of them can read are shown as such.
 */
export function connectCluster(
  env: Readonly<Record<string, string | undefined>>,
  codecs: readonly PayloadCodec[] = [],
): Cluster {
  const { connectionOptions, namespace = "default" } = readConfig(env);
  const connection = Connection.lazy({
    ...connectionOptions,
    interceptors: [
      // The default waits and tries ten times; a page that polls wants the truth at once.
      makeGrpcRetryInterceptor({
        retryableDecider: (attempt, status) => attempt < 2 && status.code === UNAVAILABLE,
        delayFunction: () => 100,
      }),
    ],
  } as Parameters<typeof Connection.lazy>[0]);
  const dataConverter: DataConverter = { payloadCodecs: [largePayloadCodec, ...codecs] };
  return {
    client: new Client({ connection, namespace, dataConverter, identity: "runlight" }),
    namespace,
    address: connectionOptions.address ?? "localhost:7233",
    close: () => connection.close(),
  };
}

function readConfig(env: Readonly<Record<string, string | undefined>>) {
  const given = Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  try {
    return loadClientConnectConfig({ overrideEnvVars: given });
  } catch (error) {
    const [line = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
    throw new SettingsError(`TEMPORAL_…: ${line}`);
  }
}
