/** Daily Sales Report: a task agent that reads two weeks of sales it ships with and compares the last day, region by region. */
import { objectText } from "../../contract/answer.ts";
import type { JsonText } from "../../contract/run-events.ts";
import type { AgentDefinition } from "./agent.ts";
import { isTrue, stringOf } from "./input.ts";
import salesCsv from "./sales.csv?raw";
import { StepError } from "./step-error.ts";

export interface Sale {
  /** YYYY-MM-DD. */
  readonly day: string;
  readonly region: string;
  /** Euro cents. */
  readonly cents: number;
  readonly orders: number;
  readonly returns: number;
}

/** Reads `day,region,revenue,orders,returns` lines, header first. Throws a StepError that names the line. */
export function readSales(csv: string): Sale[] {
  return csv
    .trim()
    .split("\n")
    .slice(1)
    .map((line, index) => {
      const [day, region, revenue, orders, returns] = line.split(",");
      const sale = { cents: Math.round(Number(revenue) * 100), orders: Number(orders), returns: Number(returns) };
      if (!day || !region || !Object.values(sale).every(Number.isFinite)) {
        throw new StepError({ type: "BadData", message: `Line ${index + 2} of sales.csv cannot be read` }, false);
      }
      return { day, region, ...sale };
    });
}

interface Report {
  readonly day: string;
  readonly cents: number;
  readonly change: number;
  readonly orders: number;
  readonly regions: readonly { region: string; cents: number; change: number; orders: number; returns: number }[];
}

/** One day beside the same day a week before. Throws a StepError when the file has nothing for it. */
export function reportOn(sales: readonly Sale[], wanted?: string): Report {
  const day = wanted ?? sales.reduce((last, sale) => (sale.day > last ? sale.day : last), "");
  const rows = sales.filter((sale) => sale.day === day);
  if (rows.length === 0) throw new StepError({ type: "NoData", message: `No sales for ${day}` }, false);
  const before = new Date(Date.parse(`${day}T00:00:00Z`) - 7 * 86_400_000).toISOString().slice(0, 10);
  const weekBefore = new Map(sales.filter((sale) => sale.day === before).map((sale) => [sale.region, sale.cents]));
  const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);
  const total = sum(rows.map((row) => row.cents));
  return {
    day,
    cents: total,
    change: share(total, sum(weekBefore.values())),
    orders: sum(rows.map((row) => row.orders)),
    regions: rows.map(({ region, cents, orders, returns }) => {
      return { region, cents, change: share(cents, weekBefore.get(region) ?? 0), orders, returns };
    }),
  };
}

/** Growth, rounded to a tenth of a per cent; 0 when there is nothing to compare with. */
function share(now: number, before: number): number {
  return before === 0 ? 0 : Math.round((now / before - 1) * 1_000) / 1_000;
}

const euro = (cents: number): string => `€${Math.round(cents / 100).toLocaleString("en-US")}`;
const percent = (change: number): string => `${change < 0 ? "−" : "+"}${Math.abs(change * 100).toFixed(1)} %`;

function dayName(day: string): string {
  return new Date(`${day}T00:00:00Z`).toLocaleDateString("en-GB", { day: "numeric", month: "long", timeZone: "UTC" });
}

function resultText(report: Report, rowsRead: number, now: number): JsonText {
  const worst = report.regions.reduce((low, row) => (row.change < low.change ? row : low));
  const content = [
    `## Sales, ${dayName(report.day)}\n`,
    `- **Revenue** ${euro(report.cents)} (${percent(report.change)})`,
    `- **Orders** ${report.orders.toLocaleString("en-US")}`,
    `- Slowest region: *${worst.region}*, ${percent(worst.change)}`,
  ].join("\n");
  const regions = report.regions.map(({ region, cents, change, orders, returns }) => ({
    region,
    revenue: cents / 100,
    change,
    orders,
    average: Math.round(cents / orders) / 100,
    returns: Math.round((returns / orders) * 1_000) / 1_000,
  }));
  return objectText([
    ["content", JSON.stringify(content)],
    ["rowsRead", String(rowsRead)],
    ["regions", JSON.stringify(regions)],
    ["delivered", `{"channel":"#sales-daily","messageTs":"${(now / 1_000).toFixed(6)}"}`],
    ["model", '"claude-sonnet-4.6"'],
    ["usage", '{"inputTokens":8412,"outputTokens":655}'],
  ]);
}

export const salesReport: AgentDefinition = {
  id: 42,
  slug: "daily-sales-report",
  name: "Daily Sales Report",
  description: "Reads the day's sales, compares every region with the week before and posts the report.",
  type: "task",
  triggerType: "schedule",
  maxRunAttempts: 1,
  plan: () => [{ id: "run-skill", name: "runSkill", type: "agent", dependsOn: [], maxAttempts: 3 }],
  activities: {
    "run-skill": async ({ input, work, now }) => {
      await work(6_000);
      if (isTrue(input, "failWarehouse")) {
        throw new StepError({
          type: "ApplicationFailure",
          message: "connect ECONNREFUSED 10.20.4.17:5432",
          stack:
            "at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1607:16)\nat runSql (/app/skills/sql-runner.js:88:11)",
        });
      }
      const sales = readSales(salesCsv);
      const report = reportOn(sales, stringOf(input, "day"));
      await work(9_000);
      const summary = `Sent the sales report for ${dayName(report.day)} to #sales-daily; revenue ${
        report.change < 0 ? "down" : "up"
      } ${Math.abs(report.change * 100).toFixed(1)} % on the week before.`;
      return { output: `{"summary":${JSON.stringify(summary)},"result":${resultText(report, sales.length, now())}}` };
    },
  },
  finish: ({ output }) => ({ ...summaryAndResult(output("run-skill")) }),
  failureSummary: (_context, error) =>
    error.cause?.message.includes("ECONNREFUSED") ? "The warehouse refused the connection three times." : undefined,
};

/** Splits `{"summary":…,"result":…}`, written above, without reading the result. */
function summaryAndResult(text: JsonText | undefined): { summary?: string; result?: JsonText } {
  const summary = stringOf(text, "summary");
  if (text === undefined || summary === undefined) return {};
  return { summary, result: text.slice(`{"summary":${JSON.stringify(summary)},"result":`.length, -1) };
}
