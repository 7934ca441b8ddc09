/** Browser tests: journeys, the proofs of the promises, and measurements. Start them through e2e/e2e.mjs. */
import { defineConfig } from "@playwright/test";

const chrome = process.env["CHROME"];
// Workers inherit the environment, so all of one call write into one folder, and two calls do not clear each other's.
const call = (process.env["RUNLIGHT_E2E_CALL"] ??= String(process.pid));

export default defineConfig({
  testDir: ".",
  outputDir: `../test-results/${call}`,
  retries: 0,
  workers: 2,
  forbidOnly: true,
  timeout: 60_000,
  expect: {
    timeout: 10_000,
    // `toHaveScreenshot` stops animations and hides the caret by itself.
    // A picture is made anew well before it would be another: only what is drawn by chance, some edges, may stay.
    toHaveScreenshot: { maxDiffPixelRatio: process.env["RUNLIGHT_PICTURES_ANEW"] ? 0.0001 : 0.001 },
  },
  snapshotPathTemplate: "{testDir}/pictures/{arg}{ext}",
  reporter: [["list"]],
  use: {
    browserName: "chromium",
    locale: "en-GB",
    timezoneId: "UTC",
    viewport: { width: 1280, height: 800 },
    screenshot: "only-on-failure",
    launchOptions: {
      ...(chrome === undefined ? {} : { executablePath: chrome }),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    { name: "journeys", testMatch: /e2e\/[^/]+\.spec\.ts$/ },
    { name: "prove", testMatch: /e2e\/prove\/row-\d\d[^/]*\.spec\.ts$/ },
    { name: "pictures", testMatch: /e2e\/pictures\/[^/]+\.spec\.ts$/ },
    { name: "bench", testMatch: /e2e\/bench\/[^/]+\.bench\.ts$/, workers: 1 },
  ],
});
