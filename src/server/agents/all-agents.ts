/** Every sample agent, by id. */
import type { AgentDefinition } from "./agent.ts";
import { boardPack } from "./board-pack.ts";
import { catalogExport } from "./catalog-export.ts";
import { invoiceMatcher } from "./invoice-matcher.ts";
import { marketWatch } from "./market-watch.ts";
import { nightlyImport } from "./nightly-import.ts";
import { refundReview } from "./refund-review.ts";
import { salesReport } from "./sales-report.ts";

export const ALL_AGENTS: readonly AgentDefinition[] = [
  salesReport,
  refundReview,
  boardPack,
  nightlyImport,
  marketWatch,
  catalogExport,
  invoiceMatcher,
];

export function agentById(id: number): AgentDefinition | undefined {
  return ALL_AGENTS.find((agent) => agent.id === id);
}
