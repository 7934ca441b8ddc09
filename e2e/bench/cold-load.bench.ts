/**
 * What opening a run costs, beside the least that it can cost: the floor pages and Runlight load the same answer in turn,
 * every load in a context of its own. Medians; ratios within one run are what counts. Measures, fails for nothing.
 */
import type { Browser } from "@playwright/test";
import { test } from "../server.ts";
import { type BenchServer, startBenchServer } from "./bench-server.ts";
import { type ColdLoad, loadCold, type Throttle } from "./cold-load.ts";
import { buildFloors, type Floor } from "./floor-pages.ts";
import { LARGE_RUN, largeRun } from "./large-run.ts";
import { type Line, median, printTable } from "./report.ts";

/** Fewer give a first impression. */
const LOADS = Number(process.env["RUNLIGHT_BENCH_LOADS"] ?? 7);
const SLOW: Throttle = { cpu: 4, latencyMs: 40, bytesPerSecond: 10_000_000 / 8 };

type Name = Floor | "runlight";
type Medians = Readonly<Record<keyof ColdLoad, number>>;
type Measured = Readonly<Record<string, Medians>>;

test("cold loads", async ({ browser, server }) => {
  test.setTimeout(600_000);
  const floors = await buildFloors();
  const servers = new Map<Name, BenchServer>();
  try {
    for (const name of ["html", "react", "windowed"] as const)
      servers.set(name, await startBenchServer({ folder: floors.folder, document: `${name}.html` }));
    servers.set("runlight", await startBenchServer({ upstream: server.url }));

    const slow = await measure(browser, servers, ["html", "react", "runlight"], 100, SLOW);
    printTable(
      `100 steps, CPU ${SLOW.cpu}x, ${SLOW.latencyMs} ms, 10 Mbit/s`,
      ["HTML", "React", "Runlight"],
      [
        ...common(slow, ["html", "react", "runlight"]),
        ratio("visible / React", slow, "visibleMs", "react", 1.25),
        ratio("blocking / React", slow, "blockingMs", "react", 1.2),
      ],
    );
    const fast = await measure(browser, servers, ["react", "windowed", "runlight"], 10_000);
    printTable(
      "10,000 steps, no throttle",
      ["React", "windowed", "Runlight"],
      [
        ...common(fast, ["react", "windowed", "runlight"], { heapMb: 15, elements: 1_500 }),
        ratio("visible / windowed", fast, "visibleMs", "windowed", 1.4),
      ],
    );
  } finally {
    for (const one of servers.values()) await one.close();
    await floors.remove();
  }
});

async function measure(
  browser: Browser,
  servers: ReadonlyMap<Name, BenchServer>,
  names: readonly Name[],
  steps: number,
  throttle?: Throttle,
): Promise<Measured> {
  const loads = new Map<Name, ColdLoad[]>(names.map((name) => [name, []]));
  for (const server of servers.values()) server.setRun(largeRun({ steps }));
  // The first round warms the servers and is not counted.
  for (let round = 0; round <= LOADS; round++) {
    for (const name of names) {
      const url = servers.get(name)?.url ?? "";
      const load = await loadCold(browser, url + LARGE_RUN, throttle);
      if (round > 0) loads.get(name)?.push(load);
    }
  }
  return Object.fromEntries([...loads].map(([name, all]) => [name, mediansOf(all)]));
}

function mediansOf(loads: readonly ColdLoad[]): Medians {
  const keys = Object.keys(loads[0] ?? {}) as (keyof ColdLoad)[];
  const entries = keys.map((key) => [key, median(loads.map((load) => load[key]))] as const);
  return Object.fromEntries(entries) as Record<keyof ColdLoad, number>;
}

const FIGURES: readonly [what: string, key: keyof ColdLoad, digits: number, limit?: number][] = [
  ["FCP ms", "fcpMs", 0],
  ["visible ms", "visibleMs", 0],
  ["blocking ms", "blockingMs", 0],
  ["JS before the view, KB gz", "scriptKb", 1, 130],
  ["requests before the view", "requests", 0, 8],
  ["API requests before the view", "apiRequests", 0, 1],
  ["third parties and fonts", "foreign", 0, 0],
  ["heap MB", "heapMb", 1],
  ["elements", "elements", 0],
  ["layout shift", "layoutShift", 4, 0],
];

/** The last name is the one that has a budget. */
function common(
  measured: Measured,
  names: readonly Name[],
  limits: Partial<Record<keyof ColdLoad, number>> = {},
): readonly Line[] {
  return FIGURES.map(([what, key, digits, ownLimit]) => {
    const values = names.map((name) => measured[name]?.[key] ?? Number.NaN);
    const limit = limits[key] ?? ownLimit;
    const figures = values.map((value) => value.toFixed(digits));
    if (limit === undefined) return { what, figures };
    return { what, figures, budget: `≤ ${limit}`, isKept: (values.at(-1) ?? Number.NaN) <= limit };
  });
}

function ratio(what: string, measured: Measured, key: keyof ColdLoad, floor: Name, limit: number): Line {
  const value = (measured["runlight"]?.[key] ?? Number.NaN) / (measured[floor]?.[key] ?? Number.NaN);
  return { what, figures: ["", "", value.toFixed(2)], budget: `≤ ${limit}`, isKept: value <= limit };
}
