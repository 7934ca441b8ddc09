/** What people read for an agent's type and status; any other word exactly as sent. */
const TYPES: Readonly<Record<string, string>> = { task: "Task", workflow: "Workflow" };
const STATUSES: Readonly<Record<string, string>> = {
  active: "Active",
  deployed: "Deployed",
  draft: "Draft",
  inactive: "Inactive",
};

const word = (words: Readonly<Record<string, string>>, sent: string) =>
  Object.hasOwn(words, sent) ? (words[sent] ?? sent) : sent;

export const typeWord = (sent: string): string => word(TYPES, sent);
export const statusWord = (sent: string): string => word(STATUSES, sent);
