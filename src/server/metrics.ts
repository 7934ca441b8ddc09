/** Prometheus metrics: requests by route and status, their duration, and the process itself. */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

export class Metrics {
  readonly #registry = new Registry();
  readonly #requests = new Counter({
    name: "runlight_requests_total",
    help: "Answered requests",
    labelNames: ["method", "route", "status"],
    registers: [this.#registry],
  });
  readonly #duration = new Histogram({
    name: "runlight_request_duration_seconds",
    help: "Time from request to answer",
    labelNames: ["route"],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 8, 25],
    registers: [this.#registry],
  });

  /** `upstreamCalls`: calls the source has made so far, by kind, where it makes any. */
  constructor(watching: () => Watching, upstreamCalls?: () => ReadonlyMap<string, number>) {
    collectDefaultMetrics({ register: this.#registry });
    for (const metric of watchMetrics(watching)) this.#registry.registerMetric(metric);
    if (upstreamCalls) this.#registry.registerMetric(upstreamCounter(upstreamCalls));
  }

  /** `route` is a template, so that the number of series stays small; so are unknown methods one series. */
  count(method: string, route: string, status: number, ms: number): void {
    this.#requests.inc({ method: METHODS.has(method) ? method : "other", route, status });
    this.#duration.observe({ route }, ms / 1_000);
  }

  async text(): Promise<{ type: string; text: string }> {
    return { type: this.#registry.contentType, text: await this.#registry.metrics() };
  }
}

interface Watching {
  readonly watched: number;
  readonly held: number;
  readonly readings: number;
}

function watchMetrics(watching: () => Watching): (Gauge | Counter)[] {
  const of = (name: keyof Watching) =>
    function collect(this: Gauge): void {
      this.set(watching()[name]);
    };
  return [
    new Gauge({ name: "runlight_watched_runs", help: "Runs watched, by scope", registers: [], collect: of("watched") }),
    new Gauge({
      name: "runlight_held_requests",
      help: "Requests held until a run changes",
      registers: [],
      collect: of("held"),
    }),
    new Counter({
      name: "runlight_run_readings_total",
      help: "Times a run was read from the source for its viewers",
      registers: [],
      collect() {
        this.reset();
        this.inc(watching().readings);
      },
    }),
  ];
}

function upstreamCounter(callsSoFar: () => ReadonlyMap<string, number>): Counter {
  return new Counter({
    name: "runlight_upstream_calls_total",
    help: "Calls made to what stands behind the API",
    labelNames: ["call"],
    registers: [],
    collect() {
      this.reset();
      for (const [call, count] of callsSoFar()) this.inc({ call }, count);
    },
  });
}
