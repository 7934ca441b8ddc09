/** The text that Prometheus reads, read back by a reader that knows nothing but the format. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Metrics } from "./metrics.ts";
import { Counter, type Family, Histogram, type Labels, prometheusText } from "./prometheus.ts";

interface Line {
  readonly name: string;
  readonly labels: Labels;
  readonly value: number;
}

const NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
const SAMPLE = new RegExp(String.raw`^(${NAME})(?:\{((?:${NAME}="(?:[^"\\\n]|\\[\\"n])*",?)*)\})? (\S+)$`);
const LABEL = new RegExp(String.raw`(${NAME})="((?:[^"\\\n]|\\[\\"n])*)"(?:,|$)`, "gy");
const ESCAPES: Readonly<Record<string, string>> = { "\\\\": "\\", '\\"': '"', "\\n": "\n" };

/** Strict: whatever is no comment, no empty line and no sample throws. */
function read(text: string): Line[] {
  expect(text.endsWith("\n")).toBe(true);
  const lines: Line[] = [];
  for (const line of text.split("\n")) {
    if (line === "") continue;
    if (line.startsWith("#")) {
      expect(line).toMatch(new RegExp(`^# (?:HELP ${NAME} [^\\n]*|TYPE ${NAME} (?:counter|gauge|histogram))$`));
      continue;
    }
    const match = SAMPLE.exec(line);
    if (!match) throw new Error(`no sample: ${line}`);
    const [, name = "", inside = "", value = ""] = match;
    const pairs = [...inside.matchAll(LABEL)].map(
      ([, label = "", raw = ""]) => [label, raw.replace(/\\[\\"n]/g, (one) => ESCAPES[one] ?? "")] as const,
    );
    lines.push({ name, labels: Object.fromEntries(pairs), value: Number(value.replace("Inf", "Infinity")) });
  }
  return lines;
}

const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.array(fc.constantFrom("\\", '"', "\n", "n", "\\n", "{", "}", ",", "=", " ", "\r", "#")).map((all) => all.join("")),
);
const anyValue = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(Number.POSITIVE_INFINITY, Number.NaN, 0.1));

test("10,000 labels, helps and values of any kind are read back as they were", () => {
  fc.assert(
    fc.property(anyText, anyText, anyText, anyValue, (help, one, other, value) => {
      const family: Family = { name: "a_total", help, type: "gauge", samples: [{ labels: { one, other }, value }] };
      expect(read(prometheusText([family, family]))).toEqual(
        Array.from({ length: 2 }, () => ({ name: "a_total", labels: { one, other }, value: value === 0 ? 0 : value })),
      );
    }),
    { numRuns: 10_000 },
  );
});

test("a counter counts by labels, whatever they hold", () => {
  const counter = new Counter("a_total", "All");
  for (const one of ['x","y', "x", 'x","y']) counter.add({ one, two: "z" });
  counter.add({ one: "x", two: 'y","z' });
  expect(counter.family().samples.map(({ value }) => value)).toEqual([2, 1, 1]);
});

describe("a histogram", () => {
  const BOUNDS = [0.1, 1, 10];

  test("10,000 lists of values: buckets only grow, the last one counts all, a bound belongs to its bucket", () => {
    const values = fc.array(fc.oneof(fc.double({ min: 0, max: 20, noNaN: true }), fc.constantFrom(0.1, 1, 10)));
    fc.assert(
      fc.property(values, (all) => {
        const histogram = new Histogram("a_seconds", "Time", BOUNDS);
        for (const value of all) histogram.observe({ route: "r" }, value);
        const lines = read(`${prometheusText([histogram.family()])}\n`);
        if (all.length === 0) return void expect(lines).toEqual([]);
        const buckets = lines.filter(({ name }) => name === "a_seconds_bucket");
        expect(buckets.map(({ labels }) => labels["le"])).toEqual(["0.1", "1", "10", "+Inf"]);
        expect(buckets.map(({ value }) => value)).toEqual(
          [...BOUNDS, Number.POSITIVE_INFINITY].map((bound) => all.filter((value) => value <= bound).length),
        );
        expect(lines.find(({ name }) => name === "a_seconds_count")?.value).toBe(all.length);
        expect(lines.find(({ name }) => name === "a_seconds_sum")?.value).toBe(all.reduce((sum, one) => sum + one, 0));
      }),
      { numRuns: 10_000 },
    );
  });
});

test("what the server tells: each family once, with help and type before its samples", () => {
  const calls = new Map([["getRun", 3]]);
  const metrics = new Metrics(
    () => ({ watched: 1, held: 2, readings: 5 }),
    () => calls,
  );
  metrics.count("GET", "/api/v1/agents", 200, 4);
  metrics.count("PROPFIND", "none", 405, 30_000);
  const { type, text } = metrics.text();
  expect(type).toBe("text/plain; version=0.0.4; charset=utf-8");
  const lines = read(text);
  const valueOf = (name: string, labels: Labels = {}): number | undefined =>
    lines.find((line) => line.name === name && JSON.stringify(line.labels) === JSON.stringify(labels))?.value;
  expect(valueOf("runlight_requests_total", { method: "GET", route: "/api/v1/agents", status: "200" })).toBe(1);
  expect(valueOf("runlight_requests_total", { method: "other", route: "none", status: "405" })).toBe(1);
  expect(valueOf("runlight_request_duration_seconds_bucket", { route: "/api/v1/agents", le: "0.005" })).toBe(1);
  expect(valueOf("runlight_request_duration_seconds_bucket", { route: "none", le: "25" })).toBe(0);
  expect(valueOf("runlight_request_duration_seconds_sum", { route: "none" })).toBe(30);
  expect([valueOf("runlight_watched_runs"), valueOf("runlight_held_requests")]).toEqual([1, 2]);
  expect(valueOf("runlight_run_readings_total")).toBe(5);
  expect(valueOf("runlight_upstream_calls_total", { call: "getRun" })).toBe(3);
  expect(valueOf("process_resident_memory_bytes")).toBeGreaterThan(1e6);
  const typed = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name = ""]) => name);
  expect(new Set(typed).size).toBe(typed.length);
  const helped = [...text.matchAll(/^# HELP (\S+)/gm)].map(([, name = ""]) => name);
  expect(helped).toEqual(typed);
});
