/** Whether an agent is what somebody typed for: part of its name, description or slug, or its id. */
import type { Agent } from "../contract/pages.ts";

export function matchesFind({ id, name, description, slug }: Agent, find: string): boolean {
  const wanted = find.trim().toLowerCase();
  if (wanted === "" || String(id) === wanted) return true;
  return [name, description, slug].some((text) => text?.toLowerCase().includes(wanted));
}
