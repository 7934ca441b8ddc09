/**
 * On Modus: agents, runs and a run that waits are shown, nothing is offered that the API cannot do, and the token stays on
 * the server. The API is another Runlight with a recording proxy in front: both speak the same contract.
 */
import { expect } from "@playwright/test";
import { startFaultProxy } from "./fault-proxy.ts";
import { CANARY, startModusServer } from "./modus-server.ts";
import { test } from "./server.ts";
import { startWaiting } from "./waiting-run.ts";

const DOCUMENTED = ["status", "timeframe", "approvalScope", "search", "pageSize", "pageToken", "temporalRunId"];

test("agents, runs, a run that waits, and no button that pretends; the token is nowhere", async ({ page, server }) => {
  const waiting = await startWaiting(server);
  const api = await startFaultProxy(server.url);
  const modus = await startModusServer(`${api.url}/api/v1`);
  const received: Promise<string>[] = [];
  page.on("response", (response) => {
    const body = response.body().then(
      (bytes) => bytes.toString("latin1"),
      () => "",
    );
    received.push(Promise.all([response.allHeaders(), body]).then(([headers, text]) => JSON.stringify(headers) + text));
  });
  try {
    await page.goto(modus.url);
    await expect(page.getByRole("banner").getByText("Modus", { exact: true })).toBeVisible();
    await page
      .getByRole("link", { name: /Refund Review/ })
      .first()
      .click();
    await expect(
      page
        .getByRole("tab", { name: /Awaiting approval/ })
        .or(page.getByText("Awaiting approval"))
        .first(),
    ).toBeVisible();
    await expect(page.getByRole("button", { name: "Start a run…" })).toHaveCount(0);
    await page.locator(`a[href*="${waiting.workflowId}"]`).first().click();
    await expect(page.getByRole("status", { name: "Run status" })).toHaveText("Awaiting approval");
    await expect(page.getByText("This source takes no decisions. Decide where the request was made.")).toBeVisible();
    await expect(page.getByRole("button", { name: /^(?:Approve|Reject)/ })).toHaveCount(0);
    await expect(page.getByRole("button", { name: "Cancel run…" })).toHaveCount(0);
    await expect(page.getByRole("banner").getByText("Modus", { exact: true })).toBeVisible();

    const storage = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
    const cookies = JSON.stringify(await page.context().cookies());
    const seen = [...(await Promise.all(received)), await page.content(), storage, cookies, modus.output()].join("\n");
    expect(seen).toContain(waiting.workflowId);
    expect(seen).not.toContain("CANARY");
    expect(seen).not.toContain(new URL(api.url).host);

    expect(api.count(/\/runs\//)).toBeGreaterThan(0);
    for (const { method, path, headers, body } of api.seen) {
      expect(method + body).toBe("GET");
      expect(headers.authorization).toBe(`Bearer ${CANARY}`);
      expect(headers.cookie).toBeUndefined();
      for (const name of new URL(path, api.url).searchParams.keys()) expect(DOCUMENTED).toContain(name);
    }
  } finally {
    await modus.remove();
    await api.close();
  }
});

test("a token of one's own, pasted once, opens the very page of a link, and is nowhere", async ({ page, server }) => {
  const { path } = await startWaiting(server);
  const api = await startFaultProxy(server.url);
  const modus = await startModusServer(`${api.url}/api/v1`, { MODUS_TOKEN: "" });
  const heads: Promise<string>[] = [];
  page.on("response", (response) => heads.push(response.allHeaders().then((all) => JSON.stringify(all))));
  try {
    const link = `${modus.url + path}?view=table`;
    await page.goto(link);
    await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
    expect(api.seen).toEqual([]);
    await page.getByLabel("Modus personal access token").fill(CANARY);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("status", { name: "Run status" })).toHaveText("Awaiting approval");
    expect(page.url()).toBe(link);
    await page.goto(`${modus.url}/agents`);
    await expect(page.getByRole("link", { name: /Refund Review/ }).first()).toBeVisible();

    const storage = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
    const cookies = await page.context().cookies();
    expect(cookies).toMatchObject([{ name: "runlight", httpOnly: true, sameSite: "Lax" }]);
    const kept = JSON.stringify(cookies) + storage + (await page.content());
    const seen = [...(await Promise.all(heads)), kept, modus.output()].join("\n");
    expect(seen).toContain("/api/v1/session");
    expect(seen).not.toContain("CANARY");
    expect(api.count(/\/runs\//)).toBeGreaterThan(0);
    expect(new Set(api.seen.map(({ headers }) => headers.authorization))).toEqual(new Set([`Bearer ${CANARY}`]));
    expect(api.seen.filter(({ headers }) => headers.cookie !== undefined)).toEqual([]);
  } finally {
    await modus.remove();
    await api.close();
  }
});

test("while the API fails a run read before is still there, another one says so, and all goes on when it is back", async ({
  page,
  server,
}) => {
  const { path } = await startWaiting(server);
  const api = await startFaultProxy(server.url);
  const modus = await startModusServer(`${api.url}/api/v1`);
  try {
    await page.goto(modus.url + path);
    const status = page.getByRole("status", { name: "Run status" });
    await expect(status).toHaveText("Awaiting approval");
    api.use(/\/runs\//, { kind: "status", status: 503, body: "<h1>Bad gateway</h1>" });
    await page.reload();
    await expect(status).toHaveText("Awaiting approval");
    await page.goto(modus.url + path.replace(/\d+$/, "1"));
    await expect(page.getByText("Not available now")).toBeVisible();
    await expect(page.getByText("Bad gateway")).toHaveCount(0);
    api.clear();
    await page.goto(modus.url + path);
    await expect(status).toHaveText("Awaiting approval");
  } finally {
    await modus.remove();
    await api.close();
  }
});
