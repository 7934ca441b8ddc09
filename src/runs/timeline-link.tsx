/** The hairline from the selected step up to the step that let it start. */
import { plotLayer } from "./now-frame.tsx";
import type { Step } from "../contract/step.ts";
import { type Scale, xOf } from "./timeline-scale.ts";

/** Half a bar's height, px. */
const HALF_BAR = 7;

/** `from`, `to`: row numbers from 0; nothing is drawn unless the first stands above the second. */
export function StepLink(props: {
  from: number;
  to: number;
  rowHeight: number;
  step: Step;
  scale: Scale;
  plotLeft: number;
}) {
  const { from, to, rowHeight, step, scale, plotLeft } = props;
  if (from < 0 || from >= to || step.startedAt === undefined || scale.width === 0) return null;
  const top = (from + 0.5) * rowHeight + HALF_BAR;
  const bottom = (to + 0.5) * rowHeight - HALF_BAR;
  return (
    <div aria-hidden="true" {...plotLayer(plotLeft)}>
      <span
        className="absolute w-px bg-ink-3 print:hidden"
        style={{ left: xOf(scale, step.startedAt), top, height: bottom - top }}
      />
    </div>
  );
}
