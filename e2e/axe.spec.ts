/** Accessibility of every state, in both themes and at both widths: no violation of WCAG 2.2 A and AA. */
import { expect } from "@playwright/test";
import { axeViolations, LOOKS, show } from "./looks.ts";
import { test } from "./server.ts";
import { STATES } from "./states.ts";

// Four looks of a page with hundreds of rows take axe most of a minute where two tests share two cores.
test.describe.configure({ mode: "parallel", timeout: 120_000 });
// At this speed a run of minutes stays live while it is looked at.
test.use({ serverArgs: ["--speed", "1"] });

for (const state of STATES) {
  test(state.name, async ({ page, server }) => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    await state.open(page, server);
    for (const look of LOOKS) {
      await show(page, look);
      expect(await axeViolations(page), look.name).toEqual([]);
    }
    await state.close?.(page);
  });
}
