/** Row 41: nobody decides alone what they asked for, a rejection says why, and every try is in a log that shows a changed byte. */
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "@playwright/test";
import { ANN, startSignedServer, VERA } from "../signed-server.ts";
import { figure } from "./figure.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const REFUND = 57;
const REASON = "The photos show another parcel.";

interface Waiting {
  readonly workflowId: string;
  readonly temporalRunId: string;
  readonly pendingApproval: { readonly id: string };
}

function verify(dataDir: string): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const args = ["src/server/start.mjs", "verify-audit", "--data-dir", dataDir];
    execFile(process.execPath, args, { cwd: root }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code ?? 1) : 0, output: stdout + stderr }),
    );
  });
}

test("row 41: own runs, short reasons and every try", async () => {
  test.setTimeout(120_000);
  const server = await startSignedServer([ANN, VERA], { args: ["--speed", "200", "--no-samples"] });
  const api = (workflowId: string): string => `/api/v1/agents/${REFUND}/runs/${workflowId}`;
  const headers = (token: string, key: string): Record<string, string> => ({
    "content-type": "application/json",
    authorization: `Bearer ${token}`,
    "if-match": `"${"0".repeat(64)}"`,
    "idempotency-key": key,
  });
  const started = await server.ask(ANN, `/api/v1/agents/${REFUND}/runs`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{}",
  });
  const { workflowId } = (await started.json()) as { workflowId: string };
  let run: Waiting | undefined;
  await expect(async () => {
    run = (await (await server.ask(ANN, api(workflowId))).json()) as Waiting;
    expect(run.pendingApproval?.id).toBeTruthy();
  }).toPass({ timeout: 30_000 });
  const address = `${api(workflowId)}/approvals/${run?.pendingApproval.id}/decision`;
  let tries = 0;
  const decide = async (token: string, body: object, more: Record<string, string> = {}): Promise<string> => {
    const sent = { ...headers(token, `key-${++tries}`), ...more };
    const response = await fetch(server.url + address, { method: "POST", headers: sent, body: JSON.stringify(body) });
    const { type = "" } = (await response.json()) as { type?: string };
    return `${response.status} ${type.split(":").at(-1)}`;
  };
  const approve = { decision: "approve" };

  // Ann asked for this run, whatever she may decide elsewhere.
  for (const body of [approve, { decision: "reject", comment: REASON }])
    expect(await decide(ANN.token, body)).toBe("403 self-approval");
  expect(await decide(VERA.token, approve)).toBe("403 forbidden");
  for (const comment of ["", "123456789", "         1", undefined])
    expect(await decide(ANN.token, { decision: "reject", ...(comment !== undefined && { comment }) })).toBe(
      "422 unprocessable",
    );
  expect(await decide(ANN.token, approve, { "content-type": "text/plain" })).toMatch(/^415 /);
  expect(await decide(ANN.token, approve, { "if-match": "" })).toMatch(/^4\d\d /);

  const signed = await fetch(`${server.url}/api/v1/session`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: server.url },
    body: JSON.stringify({ token: ANN.token }),
  });
  expect(signed.status).toBe(200);
  const cookie = signed.headers.get("set-cookie")?.split(";")[0] ?? "";
  const out = { method: "DELETE", headers: { cookie, origin: server.url, "content-type": "application/json" } };
  expect((await fetch(`${server.url}/api/v1/session`, out)).status).toBe(204);

  await server.stop();
  const whole = await verify(server.dataDir);
  const lines = Number(/^runlight\.db: (\d+) lines, all fit/.exec(whole.output)?.[1]);
  // Signing in and out are a line each.
  expect(lines, whole.output).toBe(tries + 2);
  const file = join(server.dataDir, "runlight.db");
  const bytes = await readFile(file);
  // The last line: of older ones the file may hold bytes that no line uses any more.
  const at = bytes.lastIndexOf('"outcome":"signed-out"');
  expect(at).toBeGreaterThan(0);
  bytes[at + 12] = "S".charCodeAt(0);
  await writeFile(file, bytes);
  const broken = await verify(server.dataDir);
  expect(broken.code).toBe(1);
  expect(broken.output).toMatch(/^runlight\.db: line \d+ of \d+ is broken/);
  figure(
    test.info(),
    `${tries} tries refused, sign-in and sign-out: ${lines} of ${tries + 2} in the log; 1 changed byte found`,
  );
  await server.remove();
});
