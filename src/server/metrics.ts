/** Prometheus metrics: requests by route and status, their duration, what is watched, and the process itself. */
import { createProcessMetrics } from "./process-metrics.ts";
import { Counter, type Family, Histogram, PROMETHEUS_TYPE, prometheusText } from "./prometheus.ts";

const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
const DURATIONS_S = [0.001, 0.005, 0.02, 0.1, 0.5, 2, 8, 25];

export class Metrics {
  readonly #requests = new Counter("runlight_requests_total", "Answered requests");
  readonly #duration = new Histogram("runlight_request_duration_seconds", "Time from request to answer", DURATIONS_S);
  readonly #process = createProcessMetrics();
  readonly #watching: () => Watching;
  readonly #upstreamCalls: (() => ReadonlyMap<string, number>) | undefined;

  /** `upstreamCalls`: calls the source has made so far, by kind, where it makes any. */
  constructor(watching: () => Watching, upstreamCalls?: () => ReadonlyMap<string, number>) {
    this.#watching = watching;
    this.#upstreamCalls = upstreamCalls;
  }

  /** `route` is a template, so that the number of series stays small; so are unknown methods one series. */
  count(method: string, route: string, status: number, ms: number): void {
    this.#requests.add({ method: METHODS.has(method) ? method : "other", route, status: String(status) });
    this.#duration.observe({ route }, ms / 1_000);
  }

  text(): { type: string; text: string } {
    const families = [
      this.#requests.family(),
      this.#duration.family(),
      ...watchFamilies(this.#watching()),
      ...(this.#upstreamCalls ? [upstreamFamily(this.#upstreamCalls())] : []),
      ...this.#process(),
    ];
    return { type: PROMETHEUS_TYPE, text: prometheusText(families) };
  }
}

interface Watching {
  readonly watched: number;
  readonly held: number;
  readonly readings: number;
}

function watchFamilies({ watched, held, readings }: Watching): readonly Family[] {
  const one = (name: string, type: Family["type"], help: string, value: number): Family => {
    return { name, help, type, samples: [{ value }] };
  };
  return [
    one("runlight_watched_runs", "gauge", "Runs watched, by scope", watched),
    one("runlight_held_requests", "gauge", "Requests held until a run changes", held),
    one("runlight_run_readings_total", "counter", "Times a run was read from the source for its viewers", readings),
  ];
}

function upstreamFamily(calls: ReadonlyMap<string, number>): Family {
  return {
    name: "runlight_upstream_calls_total",
    help: "Calls made to what stands behind the API",
    type: "counter",
    samples: [...calls].map(([call, value]) => ({ labels: { call }, value })),
  };
}
