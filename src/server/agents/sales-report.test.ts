/** The report computes: totals and changes come from the rows, and bad rows are named. */
import { expect, test } from "vitest";
import { readSales, reportOn } from "./sales-report.ts";

const CSV = `day,region,revenue,orders,returns
2026-06-04,North,100.10,4,0
2026-06-04,South,50,1,0
2026-06-11,North,110.11,5,1
2026-06-11,South,40.00,2,0
2026-06-11,Islands,1.2,1,0
`;

test("the last day is compared with the same day a week before, region by region", () => {
  const report = reportOn(readSales(CSV));
  expect(report).toMatchObject({ day: "2026-06-11", cents: 15_131, orders: 8, change: 0.008 });
  expect(report.regions).toMatchObject([
    { region: "North", cents: 11_011, change: 0.1 },
    { region: "South", cents: 4_000, change: -0.2 },
    { region: "Islands", cents: 120, change: 0 },
  ]);
});

test("another day can be asked for; a day without rows is an error that says so", () => {
  expect(reportOn(readSales(CSV), "2026-06-04").orders).toBe(5);
  expect(() => reportOn(readSales(CSV), "2026-06-05")).toThrow("No sales for 2026-06-05");
  expect(() => reportOn(readSales(CSV), "yesterday")).toThrow("No sales for yesterday");
});

test("a row that cannot be read is named by its line", () => {
  expect(() => readSales(`${CSV}2026-06-11,East,many,1,0`)).toThrow("Line 7 of sales.csv");
});
