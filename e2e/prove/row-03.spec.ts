/** Row 03: a new state is seen fast, from the write on the server to the frame in which the page shows it: held requests. */
import { expect } from "@playwright/test";
import { quantile } from "../bench/report.ts";
import { startServer, test } from "../server.ts";
import { spreadOf, watchLives } from "./change-times.ts";
import { figure } from "./figure.ts";

const CHANGES = 100;
const P95_MS = 300;
/** A run has twelve steps, of which the first may be over before the page is there. */
const VIEWERS = 2;
const LIVES = 6;
/** A run then takes some seven seconds, and its steps end a third of a second apart at least. */
const SPEED = "40";

test("row 03: A new state is seen fast (held requests, embedded)", async ({ browser }, info) => {
  test.setTimeout(180_000);
  const server = await startServer({ args: ["--speed", SPEED, "--no-samples"] });
  const times = await watchLives(browser, server, VIEWERS, LIVES);
  await server.remove();
  figure(info, `${times.length} changes, held requests on embedded: ${spreadOf(times)} to the pixel`);
  expect(times.length).toBeGreaterThanOrEqual(CHANGES);
  expect(quantile(times, 0.95)).toBeLessThanOrEqual(P95_MS);
});

test("row 03: A new state is seen fast (held requests, Temporal)", async ({ browser }, info) => {
  test.setTimeout(240_000);
  const address = process.env["TEMPORAL_ADDRESS"] ?? "";
  expect(address, "TEMPORAL_ADDRESS names a Temporal server").not.toBe("");
  const server = await startServer({
    args: ["--source", "temporal", "--speed", SPEED],
    env: { TEMPORAL_ADDRESS: address },
  });
  const times = await watchLives(browser, server, VIEWERS, LIVES);
  await server.remove();
  figure(info, `${times.length} changes on Temporal: ${spreadOf(times)}`);
  expect(times.length).toBeGreaterThanOrEqual(CHANGES);
  expect(quantile(times, 0.95)).toBeLessThanOrEqual(P95_MS);
});
