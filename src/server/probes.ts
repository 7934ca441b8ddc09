/** Whatever balances load goes on sending requests until `/readyz` has told it not to: stopping waits for that. */

/** Longer than balancers leave between two questions, as a rule; the rest of the time for stopping is for answers. */
const HEARD_WITHIN_MS = 2_500;
/** What was sent before the answer arrived is still on its way; without a request for so long, nothing is. */
const QUIET_MS = 250;

export type Probes = ReturnType<typeof createProbes>;

export function createProbes() {
  let probes = 0;
  let others = 0;
  return {
    /** A request came, with its address. */
    note(url: string): void {
      if (/\/readyz(\?|$)/.test(url)) probes++;
      else others++;
    },
    /**
     * To be called once `/readyz` answers 503. Resolves when that was heard and no more requests come, at the latest
     * after 2.5 seconds; at once where nobody ever asked.
     */
    heard(): Promise<void> {
      if (probes === 0) return Promise.resolve();
      const probesBefore = probes;
      return new Promise((resolve) => {
        let othersBefore = others;
        let leftMs = HEARD_WITHIN_MS;
        const look = (): void => {
          leftMs -= QUIET_MS;
          const isHeard = probes > probesBefore && others === othersBefore;
          othersBefore = others;
          if (!isHeard && leftMs > 0) return;
          clearInterval(timer);
          resolve();
        };
        // A timer that comes late comes before the requests that came meanwhile.
        const timer = setInterval(() => setImmediate(look), QUIET_MS);
      });
    },
  };
}
