/** The rows of a runs list that is polled: they stay where they are until the person asks for the new ones. */
import { useState } from "react";
import type { RunsPage } from "../contract/pages.ts";
import { type HeldRuns, holdBack } from "./hold-back.ts";

interface Kept extends HeldRuns {
  readonly page: RunsPage;
  readonly listKey: string;
}

/** `listKey`: which list it is; another one begins anew. Undefined while nothing has come. */
export function useHeldRuns(
  listKey: string,
  page: RunsPage | undefined,
): (HeldRuns & { readonly showAll: () => void }) | undefined {
  const [kept, setKept] = useState<Kept>();
  let current = kept?.listKey === listKey ? kept : undefined;
  if (page && current?.page !== page) {
    current = { ...holdBack(current?.shown ?? [], page.runs), page, listKey };
    setKept(current);
  }
  if (!page || !current) return undefined;
  return { ...current, showAll: () => setKept({ ...holdBack([], page.runs), page, listKey }) };
}
