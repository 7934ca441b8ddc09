/** Row 20: whoever may not see an answer is not told that it is unchanged either: rights come before every 304. */
import { expect, test } from "@playwright/test";
import { figure } from "./figure.ts";
import { person, startAs, startSignedServer } from "../signed-server.ts";

const AGENT = 57;
const OTHER = 58;

test("row 20: an ETag opens nothing: not for another, not for nobody, not after rights were taken away", async ({}, info) => {
  const a = person("a", ["operator"], [AGENT]);
  const colleague = person("colleague", ["viewer"], [AGENT]);
  const b = person("b", ["operator"], [OTHER]);
  const signed = await startSignedServer([a, colleague, b], { args: ["--no-samples"] });
  try {
    const run = await startAs(signed, a, AGENT);
    const base = `/api/v1/agents/${AGENT}`;
    const runPath = `${base}/runs/${run}`;
    await expect
      .poll(async () => (await signed.ask(a, runPath)).text(), { intervals: [30] })
      .toContain('"awaiting_human"');
    const session = await signed.ask(undefined, "/api/v1/session", {
      method: "POST",
      headers: { "content-type": "application/json", origin: signed.url },
      body: JSON.stringify({ token: a.token }),
    });
    const cookie = session.headers.get("set-cookie")?.split(";")[0] ?? "";
    const paths = [
      runPath,
      `${runPath}?maxFieldBytes=1000`,
      `${base}/runs`,
      `${runPath}/attempts`,
      `${runPath}/payload?path=/pendingApproval`,
      "/api/v1/agents",
      "/api/v1/approvals",
      "/api/v1/session",
    ];
    const tags = new Map<string, string>();
    for (const path of paths) {
      const tag = (await signed.ask(a, path)).headers.get("etag") ?? "";
      expect(tag, path).toMatch(/^"/);
      tags.set(path, tag);
      const again = { headers: { "if-none-match": tag } };
      if (path !== "/api/v1/session")
        expect((await signed.ask(colleague, path, again)).status, `${path} shared`).toBe(304);
    }
    let asked = 0;
    const leaks: string[] = [];
    const see = async (
      who: string,
      path: string,
      ask: (headers: Record<string, string>) => Promise<Response>,
      allowed: readonly number[],
    ) => {
      const holding = [
        { "if-none-match": tags.get(path) ?? "" },
        { "if-none-match": "*" },
        { "if-none-match": `W/${tags.get(path)}`, prefer: "wait=1" },
      ];
      for (const headers of holding) {
        const { status } = await ask(headers);
        asked += 1;
        if (!allowed.includes(status)) leaks.push(`${who} ${path} ${JSON.stringify(headers)}: ${status}`);
      }
    };
    const asA = { cookie };
    for (const path of paths) {
      const isOwn = path.startsWith(base);
      if (isOwn) await see("b", path, (headers) => signed.ask(b, path, { headers }), [404]);
      else {
        // Lists are everybody's own: another text, and so never what A holds.
        const { status } = await signed.ask(b, path, { headers: { "if-none-match": tags.get(path) ?? "" } });
        if (status !== 200) leaks.push(`b ${path}: ${status}`);
      }
      await see("nobody", path, (headers) => signed.ask(undefined, path, { headers }), [401]);
      await see("nobody", path, (headers) => signed.ask(undefined, path, { method: "HEAD", headers }), [401]);
    }
    await signed.setPeople([{ ...a, agents: [OTHER] }, colleague, b]);
    for (const path of paths.filter((one) => one.startsWith(base))) {
      await see("a, moved", path, (headers) => signed.ask(a, path, { headers }), [404]);
      await see(
        "a, moved, by cookie",
        path,
        (headers) => signed.ask(undefined, path, { headers: { ...asA, ...headers } }),
        [404],
      );
    }
    await signed.setPeople([colleague, b]);
    for (const path of paths) {
      // A token that is none any more is refused as too often tried, sooner or later.
      await see("a, revoked", path, (headers) => signed.ask(a, path, { headers }), [401, 429]);
      await see(
        "a, revoked, by cookie",
        path,
        (headers) => signed.ask(undefined, path, { headers: { ...asA, ...headers } }),
        [401],
      );
    }
    figure(info, `${asked} requests that held an ETag without the right to it: ${leaks.length} answered 200 or 304`);
    expect(leaks).toEqual([]);
  } finally {
    await signed.remove();
  }
});

test("row 20: a held request is not answered to whoever lost the right while it waited", async ({}, info) => {
  const a = person("a", ["operator"], [AGENT]);
  const boss = person("boss", ["operator"], "all");
  const signed = await startSignedServer([boss, a], { args: ["--no-samples"] });
  try {
    const path = `/api/v1/agents/${AGENT}/runs/${await startAs(signed, a, AGENT)}`;
    await expect
      .poll(async () => (await signed.ask(a, path)).text(), { intervals: [30] })
      .toContain('"awaiting_human"');
    const tag = (await signed.ask(a, path)).headers.get("etag") ?? "";
    const held = signed.ask(a, path, { headers: { "if-none-match": tag, prefer: "wait=20" } });
    // By the time later ones have been answered, that one waits.
    for (let later = 0; later < 5; later++) expect((await signed.ask(a, path)).status).toBe(200);
    await signed.setPeople([boss]);
    const cancelled = await signed.ask(boss, `${path}/cancel`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
    });
    expect(cancelled.status).toBe(202);
    const { status } = await held;
    figure(info, `held, revoked, changed: ${status}`);
    expect(status).toBe(401);
  } finally {
    await signed.remove();
  }
});
