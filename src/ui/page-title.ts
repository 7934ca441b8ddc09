/** The tab's title: the parts that are known, then the product's name. */
import { useEffect } from "react";

export function pageTitle(...parts: readonly (string | undefined)[]): string {
  return [...parts.filter((part) => part !== undefined && part !== ""), "Runlight"].join(" · ");
}

/** Sets the title while mounted. */
export function usePageTitle(...parts: readonly (string | undefined)[]): void {
  const title = pageTitle(...parts);
  useEffect(() => {
    document.title = title;
  }, [title]);
}
