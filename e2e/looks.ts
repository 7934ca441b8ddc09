/** Every state in both themes and at both widths, and what axe, a finger and a screen reader find there. */
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

export const LOOKS = (["light", "dark"] as const).flatMap((theme) =>
  [1280, 360].map((width) => ({ theme, width, name: `${theme}, ${width} px` })),
);

export async function show(page: Page, look: (typeof LOOKS)[number]): Promise<void> {
  await page.emulateMedia({ colorScheme: look.theme, reducedMotion: "reduce" });
  await page.setViewportSize({ width: look.width, height: 800 });
}

/** Violations of WCAG 2.2 A and AA, one line each. */
export async function axeViolations(page: Page): Promise<string[]> {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(
      (node) => `${id}: ${node.target.join(" ")} ${(node.failureSummary ?? "").split("\n").slice(1).join(" ").trim()}`,
    ),
  );
}

/**
 * What can be pressed on less than `minPx` in either direction, found by touching, so that an enlarged hit area counts.
 * Links inside a sentence are exempt, as in WCAG 2.5.8; a row of a grid counts as one target.
 */
export async function smallTargets(page: Page, minPx: number): Promise<string[]> {
  return page.evaluate((min) => {
    const selector = "a[href], button, input, select, textarea, summary, [role=tab], [role=radio], [role=switch]";
    const small: string[] = [];
    const modal = document.querySelector("dialog:modal");
    const popover = document.querySelector(":popover-open");
    for (const element of (modal ?? popover ?? document).querySelectorAll<HTMLElement>(selector)) {
      if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      if (element.closest("[inert]") || isInSentence(element)) continue;
      const target = element.closest("label") ?? element;
      target.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
      const box = element.getBoundingClientRect();
      // What is drawn only while it has the focus is reached by keyboard, not by touch.
      if (box.width < 2 || box.bottom < 0 || box.right < 0 || box.left > innerWidth) continue;
      const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
      const hits = (px: number, py: number) => {
        const top = document.elementFromPoint(px, py);
        return top !== null && (target.contains(top) || (top.closest("label")?.contains(element) ?? false));
      };
      // Covered by a sheet or a bar, it cannot be touched at all.
      if (!hits(x, y)) continue;
      const reach = (dx: number, dy: number) => {
        let px = 0;
        while (px < min && hits(x + dx * px, y + dy * px)) px++;
        return px;
      };
      const wide = reach(1, 0) + reach(-1, 0) - 1;
      const high = reach(0, 1) + reach(0, -1) - 1;
      if (wide < min - 1 || high < min - 1) {
        const name = element.getAttribute("aria-label") ?? element.textContent ?? "";
        small.push(`${element.tagName.toLowerCase()} "${name.trim().slice(0, 40)}" ${wide} × ${high}`);
      }
    }
    window.scrollTo(0, 0);
    return small;

    function isInSentence(element: HTMLElement): boolean {
      if (!getComputedStyle(element).display.startsWith("inline")) return false;
      const around = element.parentElement?.textContent ?? "";
      return around.trim().length > (element.textContent ?? "").trim().length;
    }
  }, minPx);
}

/** Counts what live regions say from now on; the ticking parts, hidden from a screen reader, do not count. */
export async function listenToLiveRegions(page: Page): Promise<() => Promise<{ atMs: number; text: string }[]>> {
  await page.evaluate(() => {
    const said: { atMs: number; text: string }[] = [];
    const before = new Map<Element, string>();
    const regions = () =>
      document.querySelectorAll("[aria-live]:not([aria-live=off]), [role=status], [role=alert], [role=log]");
    const spoken = (node: Node): string => {
      if (node instanceof Element && node.getAttribute("aria-hidden") === "true") return "";
      if (node.nodeType === Node.TEXT_NODE) return node.textContent ?? "";
      return [...node.childNodes].map(spoken).join("");
    };
    for (const region of regions()) before.set(region, spoken(region));
    const look = () => {
      for (const region of regions()) {
        const text = spoken(region);
        // A region that has just come in is not read, only its changes are.
        if (before.has(region) && before.get(region) !== text && text.trim() !== "")
          said.push({ atMs: performance.now(), text });
        before.set(region, text);
      }
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
    Object.assign(window, { said });
  });
  return () => page.evaluate(() => (window as unknown as { said: { atMs: number; text: string }[] }).said);
}

/** The most messages within any stretch of that length. */
export function mostWithin(messages: readonly { atMs: number }[], ms: number): number {
  return Math.max(
    0,
    ...messages.map((one) => messages.filter((other) => other.atMs >= one.atMs && other.atMs < one.atMs + ms).length),
  );
}
