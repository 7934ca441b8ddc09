/** What stands before a page's title: what happened elsewhere, and how many approvals wait. */
import { setTitleBefore } from "../ui/page-title.ts";

let waiting = 0;
let news: string | undefined;

/** 0 for pages that say what is more to the point. */
export function setTitleCount(count: number): void {
  waiting = count;
  write();
}

/** Undefined takes it back. */
export function setTitleNews(line: string | undefined): void {
  news = line;
  write();
}

function write(): void {
  setTitleBefore(`${news === undefined ? "" : `${news} · `}${waiting > 0 ? `(${waiting}) ` : ""}`);
}
