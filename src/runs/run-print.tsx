/** What a printed run says of itself: its address, how old it is, and that a printer gets no more rows than these. */
import { countText } from "../contract/count-text.ts";
import { PrintLine } from "../ui/print-line.tsx";
import { PRINTED_MOST } from "./use-steps-window.ts";

/** `at`: epoch ms. `count`: of steps. */
export function RunPrint({ at, count }: { at: number; count: number }) {
  const isLong = count > PRINTED_MOST;
  return <PrintLine at={at} what={isLong ? `At most ${PRINTED_MOST} rows of ${countText(count)} steps` : undefined} />;
}
