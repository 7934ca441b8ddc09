/** Prometheus' text format 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats), and the counts behind it. */

export const PROMETHEUS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

export type Labels = Readonly<Record<string, string>>;

/** One line: `suffix` is what a histogram adds to the name of its family. */
export interface Sample {
  readonly suffix?: "_bucket" | "_sum" | "_count";
  readonly labels?: Labels;
  readonly value: number;
}

export interface Family {
  readonly name: string;
  readonly help: string;
  readonly type: "counter" | "gauge" | "histogram";
  readonly samples: readonly Sample[];
}

/** Names of families and labels are ours and taken as they are; labels' values may be any text. */
export function prometheusText(families: readonly Family[]): string {
  return families.map(familyText).join("\n");
}

function familyText({ name, help, type, samples }: Family): string {
  const lines = samples.map(({ suffix = "", labels = {}, value }) => {
    return `${name}${suffix}${labelsText(labels)} ${numberText(value)}\n`;
  });
  return `# HELP ${name} ${escaped(help)}\n# TYPE ${name} ${type}\n${lines.join("")}`;
}

function labelsText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value).replaceAll('"', '\\"')}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

function escaped(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
}

function numberText(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return "+Inf";
  return value === Number.NEGATIVE_INFINITY ? "-Inf" : String(value);
}

/** Counts by labels, for as long as the process lives. Whoever counts keeps the number of labels' values small. */
export class Counter {
  readonly #counts = new Map<string, { readonly labels: Labels; value: number }>();
  readonly #name: string;
  readonly #help: string;

  constructor(name: string, help: string) {
    this.#name = name;
    this.#help = help;
  }

  /** The same labels in the same order each time. */
  add(labels: Labels): void {
    const key = JSON.stringify(Object.values(labels));
    const count = this.#counts.get(key);
    if (count) count.value += 1;
    else this.#counts.set(key, { labels, value: 1 });
  }

  family(): Family {
    return { name: this.#name, help: this.#help, type: "counter", samples: [...this.#counts.values()] };
  }
}

interface Observed {
  readonly labels: Labels;
  /** By bucket, each with what fell into it alone; one more for what is above all bounds. */
  readonly counts: number[];
  sum: number;
}

/** Counts values by bucket, `bounds` being the upper ends of all buckets but the last. */
export class Histogram {
  readonly #observed = new Map<string, Observed>();
  readonly #name: string;
  readonly #help: string;
  readonly #bounds: readonly number[];

  constructor(name: string, help: string, bounds: readonly number[]) {
    this.#name = name;
    this.#help = help;
    this.#bounds = bounds;
  }

  observe(labels: Labels, value: number): void {
    const key = JSON.stringify(Object.values(labels));
    let observed = this.#observed.get(key);
    if (!observed) {
      observed = { labels, counts: this.#bounds.map(() => 0).concat(0), sum: 0 };
      this.#observed.set(key, observed);
    }
    const found = this.#bounds.findIndex((bound) => value <= bound);
    const index = found < 0 ? this.#bounds.length : found;
    observed.counts[index] = (observed.counts[index] ?? 0) + 1;
    observed.sum += value;
  }

  family(): Family {
    const samples = [...this.#observed.values()].flatMap((observed) => this.#samplesOf(observed));
    return { name: this.#name, help: this.#help, type: "histogram", samples };
  }

  #samplesOf({ labels, counts, sum }: Observed): Sample[] {
    let count = 0;
    const buckets = counts.map((own, index): Sample => {
      count += own;
      const le = numberText(this.#bounds[index] ?? Number.POSITIVE_INFINITY);
      return { suffix: "_bucket", labels: { ...labels, le }, value: count };
    });
    return [...buckets, { suffix: "_sum", labels, value: sum }, { suffix: "_count", labels, value: count }];
  }
}
