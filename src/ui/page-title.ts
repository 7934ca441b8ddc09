/** The tab's title: the parts that are known, then the product's name. And its icon, where there is more to say than that. */
import { useEffect } from "react";

export function pageTitle(...parts: readonly (string | undefined)[]): string {
  return [...parts.filter((part) => part !== undefined && part !== ""), "Runlight"].join(" · ");
}

let own = "";
let before = "";

/** Sets the title while mounted. */
export function usePageTitle(...parts: readonly (string | undefined)[]): void {
  const title = pageTitle(...parts);
  useEffect(() => {
    own = title;
    write();
  }, [title]);
}

/** What stands before every page's own title. */
export function setTitleBefore(text: string): void {
  before = text;
  write();
}

/** The icon while mounted; undefined leaves the product's own. */
export function usePageIcon(href: string | undefined): void {
  useEffect(() => {
    const icon = document.querySelector('link[rel~="icon"]');
    if (!icon || href === undefined) return undefined;
    icon.setAttribute("href", href);
    return () => {
      // Another page may have set its own by now.
      if (icon.getAttribute("href") === href) icon.setAttribute("href", "/icon.svg");
    };
  }, [href]);
}

function write(): void {
  document.title = before + own;
}
