/** One step of the floor pages: five elements, as little as can be told about a step. */

export interface FloorStep {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly durationMs: number;
}

export interface FloorRun {
  readonly status: string;
  readonly workflowNodes: readonly FloorStep[];
}

export function Row({ step, index }: { step: FloorStep; index: number }) {
  return (
    <div role="row" id={`step-row-${index}`}>
      <span>{step.name}</span>
      <span>{step.status}</span>
      <span>{step.durationMs} ms</span>
      <i style={{ width: step.durationMs % 100 }} />
    </div>
  );
}
