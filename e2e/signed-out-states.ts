/** States of a page whose server does not know who looks, or knows it by a sign-in: answers of one's own. */
import { expect, type Page, type Route } from "@playwright/test";
import { has, openRun, REFUND, type State, strip } from "./open-run.ts";

const PROBLEM = "application/problem+json";
const API = "**/api/v1/**";

function refuse(route: Route): Promise<void> {
  const problem = { type: "urn:runlight:problem:not-signed-in", title: "Signed out", status: 401, detail: "" };
  const body = JSON.stringify({ ...problem, signIn: ["token", "oidc"] });
  return route.fulfill({ status: 401, contentType: PROBLEM, body });
}

const goOn = (page: Page): Promise<void> => page.unrouteAll({ behavior: "ignoreErrors" });

export const SIGNED_OUT_STATES: readonly State[] = [
  {
    name: "sign in",
    open: async (page) => {
      await page.route(API, refuse);
      await page.goto("/agents/57/runs/wf_57_run_1#sign-in=no-role");
      await expect(page.getByRole("alert")).toContainText("no role");
    },
    close: goOn,
  },
  {
    name: "sign in, a token that is not accepted",
    open: async (page) => {
      await page.route(API, refuse);
      await page.goto("/agents");
      await page.getByLabel("Access token", { exact: true }).fill("no-such-token");
      await page.getByRole("button", { name: "Sign in with the token" }).click();
      await expect(page.getByRole("alert")).toContainText("isn’t accepted");
      await page.getByRole("button", { name: "Show" }).click();
    },
    close: goOn,
  },
  {
    name: "run, signed out, the form over it",
    open: async (page, server) => {
      await page.setViewportSize({ width: 1280, height: 800 });
      await openRun(page, server, REFUND, has("awaiting_human"));
      await expect(strip(page)).toContainText("Live");
      await page.route(API, refuse);
      await page.getByRole("button", { name: "Pause" }).click();
      await page.getByRole("button", { name: "Resume" }).click();
      await expect(strip(page)).toContainText("Signed out");
      await page.getByRole("button", { name: "Sign in" }).click();
      await expect(page.getByRole("dialog", { name: "Sign in" })).toBeVisible();
    },
    close: goOn,
  },
  {
    name: "settings, signed in",
    open: async (page, server) => {
      const session = (await (await server.get("/api/v1/session")).json()) as object;
      const viewer = { name: "ann@example.org", isLocal: false, roles: ["viewer", "approver"] };
      await page.route("**/api/v1/session", (route) =>
        route.fulfill({ json: { ...session, viewer, signIn: "token" } }),
      );
      await page.goto("/agents");
      await page.getByRole("button", { name: /settings/i }).click();
      await expect(page.getByRole("region", { name: "Account" })).toBeVisible();
    },
    close: goOn,
  },
];
