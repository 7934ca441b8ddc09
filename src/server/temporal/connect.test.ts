/** The connection's settings are Temporal's own: variables, profiles of `temporal.toml`, TLS both ways and API keys. */
import { once } from "node:events";
import { createSecureServer, createServer, type Http2SecureServer, type ServerHttp2Stream } from "node:http2";
import type { AddressInfo } from "node:net";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TLSSocket } from "node:tls";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { SettingsError } from "../settings-error.ts";
import { createClusterCalls } from "./cluster-calls.ts";
import { connectCluster } from "./connect.ts";
import { makeCertificate } from "./test-certificate.ts";

const server = makeCertificate();
const client = makeCertificate();

interface Seen {
  readonly authorization: string | undefined;
  readonly namespace: string | undefined;
  readonly isEncrypted: boolean;
  readonly clientCertificate: string | undefined;
}

const folder = mkdtempSync(path.join(tmpdir(), "runlight-connect-"));
/** Settings of whoever runs the tests stay outside. */
const NO_FILE = { TEMPORAL_CONFIG_FILE: path.join(folder, "none.toml") };
const seen: Seen[] = [];
let secure: Http2SecureServer;
let plain: ReturnType<typeof createServer>;

/** Answers every call with an empty message. */
function answer(stream: ServerHttp2Stream, headers: Readonly<Record<string, unknown>>): void {
  const socket = stream.session?.socket as TLSSocket | undefined;
  const text = (name: string): string | undefined => headers[name]?.toString();
  seen.push({
    authorization: text("authorization"),
    namespace: text("temporal-namespace"),
    isEncrypted: socket?.encrypted === true,
    clientCertificate: socket?.encrypted ? socket.getPeerX509Certificate()?.toString() : undefined,
  });
  stream.on("error", () => undefined);
  stream.respond({ ":status": 200, "content-type": "application/grpc" }, { waitForTrailers: true });
  stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": "0" }));
  stream.end(Buffer.alloc(5));
}

beforeAll(async () => {
  const tls = { ...server, requestCert: true, rejectUnauthorized: false };
  secure = createSecureServer(tls)
    .on("stream", answer)
    .on("sessionError", () => undefined);
  plain = createServer().on("stream", answer);
  for (const one of [secure, plain]) await once(one.listen(0, "127.0.0.1"), "listening");
});
beforeEach(() => void seen.splice(0));
afterAll(() => {
  secure.close();
  plain.close();
  rmSync(folder, { recursive: true });
});

const addressOf = (one: Http2SecureServer | typeof plain): string => `localhost:${(one.address() as AddressInfo).port}`;

/** What the cluster sees of one call. Rejects when it does not go through. */
async function callWith(env: Readonly<Record<string, string>>): Promise<Seen | undefined> {
  const cluster = connectCluster({ ...NO_FILE, ...env });
  try {
    await createClusterCalls(cluster).describe("w");
  } finally {
    await cluster.close();
  }
  return seen.at(-1);
}

test("without settings: a cluster of this machine, no TLS, no key, and nothing is dialled before it is asked", async () => {
  const cluster = connectCluster(NO_FILE);
  expect([cluster.address, cluster.namespace]).toEqual(["localhost:7233", "default"]);
  await cluster.close();
  expect(await callWith({ TEMPORAL_ADDRESS: addressOf(plain) })).toMatchObject({
    isEncrypted: false,
    authorization: undefined,
  });
});

test("variables: an API key goes through TLS alone, to a cluster one's own authority vouches for", async () => {
  const env = { TEMPORAL_ADDRESS: addressOf(secure), TEMPORAL_NAMESPACE: "agents", TEMPORAL_API_KEY: "key-1" };
  expect(await callWith({ ...env, TEMPORAL_TLS_SERVER_CA_CERT_DATA: server.cert })).toEqual({
    authorization: "Bearer key-1",
    namespace: "agents",
    isEncrypted: true,
    clientCertificate: undefined,
  });
  seen.splice(0);
  // Neither to a stranger, nor in the open.
  await expect(callWith(env)).rejects.toThrow(/UNAVAILABLE/);
  await expect(callWith({ ...env, TEMPORAL_ADDRESS: addressOf(plain) })).rejects.toThrow(/UNAVAILABLE|DEADLINE/);
  expect(seen).toEqual([]);
});

test("variables: a certificate of one's own, from files", async () => {
  const paths = { cert: path.join(folder, "cert.pem"), key: path.join(folder, "key.pem") };
  writeFileSync(paths.cert, client.cert);
  writeFileSync(paths.key, client.key);
  const shown = await callWith({
    TEMPORAL_ADDRESS: addressOf(secure),
    TEMPORAL_TLS_SERVER_CA_CERT_DATA: server.cert,
    TEMPORAL_TLS_CLIENT_CERT_PATH: paths.cert,
    TEMPORAL_TLS_CLIENT_KEY_PATH: paths.key,
  });
  expect(shown?.clientCertificate?.trim()).toBe(client.cert.trim());
});

test("a profile of temporal.toml says the same; a variable wins over it", async () => {
  const file = path.join(folder, "temporal.toml");
  const caPath = path.join(folder, "ca.pem");
  writeFileSync(caPath, server.cert);
  writeFileSync(
    file,
    `[profile.default]
address = "localhost:1"

[profile.prod]
address = "${addressOf(secure)}"
namespace = "from-file"
api_key = "key-of-file"

[profile.prod.tls]
server_ca_cert_path = '${caPath}'
`,
  );
  const env = { TEMPORAL_CONFIG_FILE: file, TEMPORAL_PROFILE: "prod" };
  const fromFile = { authorization: "Bearer key-of-file", namespace: "from-file", isEncrypted: true };
  expect(await callWith(env)).toMatchObject(fromFile);
  expect(await callWith({ ...env, TEMPORAL_NAMESPACE: "mine" })).toMatchObject({ ...fromFile, namespace: "mine" });
  const cluster = connectCluster({ TEMPORAL_CONFIG_FILE: file });
  expect(cluster.address).toBe("localhost:1");
  await cluster.close();
});

test.each([
  ["a file that is no TOML", { TEMPORAL_CONFIG_FILE: "bad.toml" }],
  ["a profile nobody wrote", { TEMPORAL_CONFIG_FILE: "good.toml", TEMPORAL_PROFILE: "none" }],
])("%s stops the start with one line", (_what, env) => {
  writeFileSync(path.join(folder, "bad.toml"), "[profile.");
  writeFileSync(path.join(folder, "good.toml"), '[profile.default]\naddress = "a:1"\n');
  const file = path.join(folder, env.TEMPORAL_CONFIG_FILE);
  let said: unknown;
  try {
    connectCluster({ ...env, TEMPORAL_CONFIG_FILE: file });
  } catch (thrown) {
    said = thrown;
  }
  expect(said).toBeInstanceOf(SettingsError);
  expect((said as Error).message).toMatch(/^TEMPORAL_…: [^\n]+$/);
});
