/**
 * One commit has one verdict: properties draw the same cases every time (`RUNLIGHT_SEED=random` draws new ones), and
 * waiting for something to appear takes as long as a busy machine needs.
 */
import { configureGlobal } from "fast-check";
import { vi } from "vitest";

const PATIENCE_MS = 20_000;

const wanted = process.env["RUNLIGHT_SEED"] ?? "4600";
if (!/^(?:random|-?\d{1,9})$/.test(wanted)) throw new Error(`RUNLIGHT_SEED: a whole number or random, not ${wanted}`);
// Without a seed fast-check draws one, and says it with every counterexample.
if (wanted !== "random") configureGlobal({ seed: Number(wanted) });

const { waitFor } = vi;
vi.waitFor = (work, options) => waitFor(work, options ?? { timeout: PATIENCE_MS });

if (typeof document !== "undefined") {
  const { configure } = await import("@testing-library/dom");
  configure({ asyncUtilTimeout: PATIENCE_MS });
}
