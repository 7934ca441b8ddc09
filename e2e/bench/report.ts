/** Figures as a table on the console, with the budget beside each and whether it is kept. Judges nothing else. */

export interface Line {
  readonly what: string;
  readonly figures: readonly string[];
  /** What the last figure is held against. */
  readonly budget?: string;
  readonly isKept?: boolean;
}

export function printTable(title: string, columns: readonly string[], lines: readonly Line[]): void {
  const rows = [
    [title, ...columns, "budget", ""],
    ...lines.map(({ what, figures, budget = "", isKept }) => [
      what,
      ...figures,
      budget,
      isKept === undefined ? "" : isKept ? "ok" : "OVER",
    ]),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const text = rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
  console.log(`\n${text.join("\n")}\n`);
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  const low = sorted[Math.ceil(half) - 1] ?? Number.NaN;
  return (low + (sorted[Math.floor(half)] ?? Number.NaN)) / 2;
}

export function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * share)] ?? Number.NaN;
}
