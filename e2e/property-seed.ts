/** Properties draw the same cases every time, so that one commit has one verdict; `RUNLIGHT_SEED=random` draws new ones. */
import { configureGlobal } from "fast-check";

const wanted = process.env["RUNLIGHT_SEED"] ?? "4600";
if (!/^(?:random|-?\d{1,9})$/.test(wanted))
  throw new Error(`RUNLIGHT_SEED must be a whole number or random, not ${wanted}`);
// Without a seed fast-check draws one, and says it with every counterexample.
if (wanted !== "random") configureGlobal({ seed: Number(wanted) });
