/** Few at once: never more than that many, everything that is wanted runs, in the order it came. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { fewAtOnce } from "./few-at-once.ts";

test("never more than the most at once; all that was not given up is done, in order", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 5 }), fc.array(fc.boolean(), { maxLength: 12 }), async (most, gives) => {
      const few = fewAtOnce(most);
      const begun: number[] = [];
      const ends: (() => void)[] = [];
      let running = 0;
      const all = gives.map((isGivenUp, index) => {
        const stop = new AbortController();
        const done = few(async () => {
          begun.push(index);
          expect((running += 1)).toBeLessThanOrEqual(most);
          await new Promise<void>((resolve) => ends.push(resolve));
          running -= 1;
          if (index % 3 === 0) throw new Error("failed");
        }, stop.signal).catch(() => undefined);
        // Those that are at work already go on.
        if (isGivenUp && index >= most) stop.abort();
        return done;
      });
      const wanted = gives.flatMap((isGivenUp, index) => (isGivenUp && index >= most ? [] : [index]));
      for (let end = 0; end < wanted.length; end++) {
        while (!ends[end]) await Promise.resolve();
        ends[end]?.();
      }
      await Promise.all(all);
      expect(begun).toEqual(wanted);
    }),
    { numRuns: 2_000 },
  );
});
