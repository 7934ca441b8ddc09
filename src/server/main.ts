/** Starts the server: settings, port, source, page; and stops it without losing an answer. */
import { fileURLToPath } from "node:url";
import { openAuditLog } from "./audit-log.ts";
import { openAccess } from "./auth/open-access.ts";
import { openEmbeddedSource } from "./embedded/embedded-source.ts";
import { createHandle, type Handle, problemAnswer } from "./handle.ts";
import { createLog } from "./log.ts";
import { type ModusSettings, readModusSettings } from "./modus/modus-settings.ts";
import { openModusSource } from "./modus/modus-source.ts";
import { sharedKey } from "./token-key.ts";
import { loadPage, type PageFiles, warmPage } from "./page-files.ts";
import { createProbes } from "./probes.ts";
import { ProblemError } from "./problems.ts";
import { createHttpServer, drain, listen } from "./serve.ts";
import type { Source } from "./source.ts";
import { HELP, readSettings, type Settings } from "./settings.ts";
import { SettingsError } from "./settings-error.ts";
import { createSenderOf } from "./trusted-proxies.ts";

const DRAIN_LIMIT_MS = 8_000;
const CLOSE_LIMIT_MS = 9_500;

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  if (args.includes("--help")) return console.log(HELP);
  const settings = readSettings(args, process.env, process.cwd());
  const modus = settings.source === "modus" ? readModusSettings(process.env) : undefined;
  const log = createLog(settings.logLevel);
  process.on("uncaughtException", (error) => {
    log.error("Runlight stops: an error nobody caught", error);
    process.exit(1);
  });
  const page = loadBuiltPage();
  const stopping = new AbortController();
  const probes = createProbes();
  // The port comes first: when it is taken, nothing has been opened yet.
  let handle: Handle = async () =>
    problemAnswer(new ProblemError("unavailable", "Runlight is starting."), crypto.randomUUID());
  const server = createHttpServer((request, address) => handle(request, address));
  const port = await listenOrSay(server, settings);
  const source = await openSource(settings, modus);
  const tokenKey = settings.sessionSecret === undefined ? source.tokenKey : sharedKey(settings.sessionSecret);
  const auditLog = source.noteAudit ? undefined : openAuditLog(settings.dataDir);
  const noteAudit = source.noteAudit ?? auditLog?.note;
  const { auth, sessionSecret = source.tokenKey } = settings;
  handle = createHandle({
    source,
    access: openAccess({ auth, source, secret: sessionSecret, log, now: Date.now }),
    mayDecideOwn: auth.mayDecideOwn,
    senderOf: createSenderOf(auth.trustedProxies ?? ""),
    tokenKey,
    page,
    log,
    ...(noteAudit && { noteAudit }),
    stopping: stopping.signal,
    probes,
  });
  stopOnSignal(async () => {
    const until = performance.now() + DRAIN_LIMIT_MS;
    stopping.abort();
    await probes.heard();
    await drain(server, until - performance.now());
    await source.close();
    auditLog?.close();
  });
  const host =
    settings.host === "127.0.0.1" ? "localhost" : settings.host.includes(":") ? `[${settings.host}]` : settings.host;
  console.log(`Runlight is ready: http://${host}:${port}`);
  await warmPage(page);
}

/** The Temporal client is loaded only where it is wanted: it is large, and nobody else needs it. */
async function openSource(
  settings: Settings,
  modus: ModusSettings | undefined,
): Promise<Source & { readonly tokenKey: Uint8Array }> {
  const { dataDir, speed, retentionMs, hasSamples } = settings;
  if (settings.source === "embedded") return openEmbeddedSource({ dataDir, speed, retentionMs, isSeeded: hasSamples });
  if (modus) return openModusSource({ dataDir, settings: modus });
  const [{ openTemporalSource }, { loadCodecs }] = await Promise.all([
    import("./temporal/temporal-source.ts"),
    import("./temporal/load-codecs.ts"),
  ]);
  const codecs = await loadCodecs(process.env, process.cwd());
  const source = await openTemporalSource({ dataDir, speed, env: process.env, codecs });
  if (!(await source.probe()))
    console.log(`Temporal at ${source.address} does not answer yet; Runlight goes on trying with every request.`);
  return source;
}

function loadBuiltPage(): PageFiles {
  try {
    return loadPage(fileURLToPath(new URL("../page", import.meta.url)));
  } catch {
    throw new SettingsError("the page is not built; start with npm start");
  }
}

async function listenOrSay(server: ReturnType<typeof createHttpServer>, settings: Settings): Promise<number> {
  try {
    return await listen(server, settings.port, settings.host);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE") throw new SettingsError(`--port: ${settings.port} is in use; choose another one`);
    if (code === "EACCES")
      throw new SettingsError(`--port: ${settings.port} may not be used by this user; choose one above 1023`);
    throw new SettingsError(
      `--host: cannot listen on ${settings.host}, port ${settings.port} (${code ?? "unknown error"})`,
    );
  }
}

function stopOnSignal(stop: () => Promise<void>): void {
  let isStopping = false;
  const onSignal = (): void => {
    if (isStopping) return;
    isStopping = true;
    setTimeout(() => process.exit(0), CLOSE_LIMIT_MS).unref();
    stop().then(
      () => process.exit(0),
      (error: unknown) => fail("stop cleanly", error),
    );
  };
  process.on("SIGTERM", onSignal);
  process.on("SIGINT", onSignal);
}

function fail(what: "start" | "stop cleanly", error: unknown): void {
  const [line = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
  console.error(`Runlight cannot ${what}: ${line}`);
  process.exit(1);
}

main().catch((error: unknown) => fail("start", error));
