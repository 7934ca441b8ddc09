/** Time of the processor for tests that tell work which grows too fast from work which does not. Figures are in the bench. */

/**
 * True when one of three tries takes less than `limitMs` of processor time: what else runs on the machine, and the
 * first try's compiling, are not the work's.
 */
export function isDoneWithin(limitMs: number, work: () => void): boolean {
  for (let round = 0; round < 3; round++) {
    const from = process.cpuUsage();
    work();
    if (process.cpuUsage(from).user / 1_000 < limitMs) return true;
  }
  return false;
}
