/** A server on the Modus API, as a process of its own, in front of whatever speaks that API on loopback. */
import { type RunlightServer, startServer } from "./server.ts";

/** Must be nowhere but in requests to the API. */
export const CANARY = "modus_0c0ffee0-2222-4333-8444-555555555555_abcd_CANARYcanary0123456789";

/** `apiUrl` as MODUS_API_URL has it. Logs every request, so that a test can look for what must not be there. */
export function startModusServer(apiUrl: string, env: Readonly<Record<string, string>> = {}): Promise<RunlightServer> {
  return startServer({
    args: ["--source", "modus", "--log", "info"],
    env: { MODUS_API_URL: apiUrl, MODUS_TOKEN: CANARY, ...env },
  });
}
