/** The tab's title: the parts that are known, then the product's name. */
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

function write(): void {
  document.title = before + own;
}
