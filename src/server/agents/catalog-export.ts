/** Catalog Export: a task agent whose result is large, five megabytes of rows by default. */
import type { AgentDefinition } from "./agent.ts";
import { member, numberOf } from "./input.ts";
import type { JsonText } from "../../contract/run-events.ts";

/** UTF-8 bytes; the answer as a whole may have 32 MiB. */
const DEFAULT_BYTES = 5_000_000;
/** A little more than an answer may have, so that its limit can be met. */
const BYTES_MAX = 34_000_000;
const GROUPS = ["Lamps", "Chairs", "Tables", "Shelves", "Rugs", "Mirrors"] as const;

/** A product's row; its texts are ASCII, so its length is its size. */
function row(index: number): JsonText {
  const group = GROUPS[index % GROUPS.length] ?? "";
  const price = `${20 + ((index * 7_919) % 900)}.${String((index * 31) % 100).padStart(2, "0")}`;
  const name = `${group.slice(0, -1)} no. ${index}`;
  return `{"sku":"SKU-${1_000_000 + index}","name":"${name}","group":"${group}","price":${price},"stock":${(index * 13) % 500}}`;
}

function exportText(bytes: number): { text: JsonText; count: number } {
  const rows: JsonText[] = [];
  for (let size = 0; size < bytes;) {
    const text = row(rows.length);
    rows.push(text);
    size += text.length + 1;
  }
  return { text: `{"currency":"EUR","count":${rows.length},"rows":[${rows.join(",")}]}`, count: rows.length };
}

export const catalogExport: AgentDefinition = {
  id: 62,
  slug: "catalog-export",
  name: "Catalog Export",
  description: "Exports every product with price and stock as one large result.",
  type: "task",
  triggerType: "manual",
  maxRunAttempts: 1,
  refuse: (input) => {
    const isGiven = member(input, "bytes") !== undefined;
    const bytes = numberOf(input, "bytes", 1);
    return isGiven && (bytes === undefined || bytes > BYTES_MAX) ? `bytes must be 1 to ${BYTES_MAX}.` : undefined;
  },
  plan: () => [{ id: "export", name: "exportCatalog", type: "tool", dependsOn: [], maxAttempts: 2 }],
  activities: {
    export: async ({ input, work }) => {
      await work(8_000);
      const { text } = exportText(numberOf(input, "bytes", 1) ?? DEFAULT_BYTES);
      await work(2_000);
      return { output: text };
    },
  },
  finish: ({ output }) => {
    const result = output("export") ?? "{}";
    const count = Number(/^\{"currency":"EUR","count":(\d+)/.exec(result)?.[1] ?? 0);
    return { summary: `Exported ${count.toLocaleString("en-US")} products.`, result };
  },
};
