/** Signing in from a link, and going on exactly there: by token, at a provider, and again when a session has ended. */
import { expect, type Page } from "@playwright/test";
import { strip } from "./open-run.ts";
import { test } from "./server.ts";
import { ANN, type SignedServer, signInWith, startSignedServer, VERA } from "./signed-server.ts";

const QUERY = "?step=fraud&view=table";
let signed: SignedServer;

test.beforeAll(async () => {
  signed = await startSignedServer([ANN, VERA], { hasProvider: true });
});
test.afterAll(() => signed.remove());

const form = (page: Page) => page.getByRole("heading", { level: 1, name: "Sign in" });

/** The page of a link is on the screen, under that very link. */
async function seePage(page: Page, link: string): Promise<void> {
  await expect(page.getByRole("heading", { level: 1, name: "Refund Review" })).toBeVisible();
  expect(page.url()).toBe(link);
}

test("a link, a token, and the very page of the link; nothing of it before", async ({ page }) => {
  const link = signed.url + (await signed.pathOf(57, "completed")) + QUERY;
  await page.goto(link);
  await expect(form(page)).toBeVisible();
  await expect(page).toHaveTitle("Runlight");
  expect(await page.locator("body").innerText()).not.toMatch(/Refund|57|wf_/);
  const loads: string[] = [];
  page.on("request", (request) => request.isNavigationRequest() && loads.push(request.url()));
  await signInWith(page, ANN.token);
  await seePage(page, link);
  expect(loads).toEqual([]);
  await expect(
    page.getByRole("table", { name: "Steps" }).or(page.getByRole("treegrid", { name: "Steps" })),
  ).toBeVisible();

  await page.getByRole("button", { name: "Settings" }).click();
  const account = page.getByRole("region", { name: "Account" });
  await expect(account).toContainText("Ann");
  await expect(account).toContainText("Viewer, approver, operator");
  await account.getByRole("button", { name: "Sign out" }).click();
  await expect(form(page)).toBeVisible();
  await expect(page).toHaveTitle("Runlight");
  expect(page.url()).toBe(link);
  expect((await page.context().cookies()).map(({ name }) => name)).toEqual([]);
});

test("a link, the provider, and the very page of the link; signed out there too", async ({ page }) => {
  const link = signed.url + (await signed.pathOf(57, "completed")) + QUERY;
  await page.goto(link);
  await page.getByRole("link", { name: "Sign in with single sign-on" }).click();
  await seePage(page, link);
  await page.getByRole("button", { name: "Settings" }).click();
  await expect(page.getByRole("region", { name: "Account" })).toContainText("ann@example.org");
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("button", { name: "Yes, sign me out" }).click();
  await expect(form(page)).toBeVisible();
  expect(page.url()).toBe(`${signed.url}/agents`);
});

test("a wrong token is said, and the field is empty for another one", async ({ page }) => {
  await page.goto(`${signed.url}/agents`);
  await signInWith(page, "no-such-token");
  await expect(page.getByRole("alert")).toContainText("isn’t accepted");
  const field = page.getByLabel("Access token", { exact: true });
  await expect(field).toHaveValue("");
  await expect(field).toBeFocused();
  await signInWith(page, VERA.token);
  await expect(page.getByRole("heading", { level: 1, name: "Agents" })).toBeVisible();
});

test("a session that ends keeps the page; signing in over it goes on with one request", async ({ page }) => {
  await page.goto(signed.url + (await signed.pathOf(57, "awaiting_human")));
  await signInWith(page, ANN.token);
  const banner = page.getByRole("region", { name: "Approval needed" });
  await expect(banner.getByRole("button", { name: "Approve…" })).not.toHaveAttribute("aria-disabled", "true");
  await page.context().clearCookies();
  await page.getByRole("button", { name: "Pause" }).click();
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(strip(page)).toContainText("Signed out");
  await expect(banner).toBeVisible();
  await expect(banner.getByRole("button", { name: "Approve…" })).toHaveAttribute("aria-disabled", "true");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("dialog", { name: "Sign in" })).toBeVisible();
  const asked: string[] = [];
  page.on("request", (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`));
  await signInWith(page, ANN.token);
  await expect(page.getByRole("dialog", { name: "Sign in" })).toBeHidden();
  await expect(strip(page)).toContainText("Live");
  await expect(banner.getByRole("button", { name: "Approve…" })).not.toHaveAttribute("aria-disabled", "true");
  expect(asked.slice(0, 2)).toEqual(["POST /api/v1/session", expect.stringMatching(/^GET .*\/runs\//)]);
});

test("an address that is no page asks for the form too, and says so after it", async ({ page }) => {
  await page.goto(`${signed.url}/agents/57/nothing/here`);
  await expect(form(page)).toBeVisible();
  await signInWith(page, ANN.token);
  await expect(page.getByRole("heading", { level: 1, name: "No such page" })).toBeVisible();
});

test("who may only look is told so, and is offered nothing else", async ({ page }) => {
  await page.goto(signed.url + (await signed.pathOf(57, "awaiting_human")));
  await signInWith(page, VERA.token);
  const banner = page.getByRole("region", { name: "Approval needed" });
  await expect(banner).toContainText("Your role may look, not decide");
  await expect(banner.getByRole("button", { name: /Approve…|Reject…/ })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Copy for ticket" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Cancel run…" })).toHaveCount(0);
  await page.goto(`${signed.url}/agents/57/runs`);
  await expect(page.getByRole("heading", { level: 1, name: "Refund Review" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Start a run…" })).toHaveCount(0);
});

test("link previews are told the product's name, whatever the link and whoever asks", async () => {
  const waiting = await signed.pathOf(57, "awaiting_human");
  const before = await (await signed.ask(ANN, `/api/v1${waiting}`)).text();
  const links = [waiting, `${waiting}?step=approval&decision=approve`, waiting.replace(/\d+$/, "999999")];
  const BOTS = [
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com",
    "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "Twitterbot/1.0",
    "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)",
  ];
  const pages = new Set<string>();
  for (const agent of BOTS) {
    for (const link of links) {
      const response = await fetch(signed.url + link, { headers: { "user-agent": agent, accept: "text/html" } });
      expect([response.status, response.headers.get("set-cookie")]).toEqual([200, null]);
      pages.add(await response.text());
    }
  }
  expect(pages.size).toBe(1);
  const [html = ""] = pages;
  expect(/<title>(.*?)<\/title>/.exec(html)?.[1]).toBe("Runlight");
  expect(html).not.toMatch(/og:|twitter:|name="description"|oembed|Refund|wf_57|awaiting/i);
  expect(await (await signed.ask(ANN, `/api/v1${waiting}`)).text().then(withoutTimes)).toBe(withoutTimes(before));
});

/** When an answer was made is no change of the run. */
function withoutTimes(text: string): string {
  return text.replace(/"asOf":"[^"]*"/, "");
}
