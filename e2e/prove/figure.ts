/** Hands the figure a proof measured to `npm run prove`, which prints it beside PASS or FAIL. */
import type { TestInfo } from "@playwright/test";

/** Call it before the expectation, so that a FAIL shows its figure too. One short line of plain text. */
export function figure(info: TestInfo, text: string): void {
  info.annotations.push({ type: "figure", description: text });
}
