// @vitest-environment happy-dom
/** What limits the telling of a run is said; nothing where nothing does. */
import { expect, test } from "vitest";
import { tellNote } from "./use-tell-me.ts";

test.each([
  ["allowed", false, undefined],
  ["refused", false, /title and icon of this tab only.*refused/],
  ["missing", false, /title and icon of this tab only.*shows no/],
  ["unasked", false, /title and icon of this tab only.*not allowed/],
  ["allowed", true, /Hidden tab is off/],
  ["refused", true, /Hidden tab is off/],
] as const)("%s, hidden tabs off: %s", (access, areHiddenOff, says) => {
  const note = tellNote(access, areHiddenOff);
  if (says) expect(note).toMatch(says);
  else expect(note).toBeUndefined();
});
