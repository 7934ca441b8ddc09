/** The menu behind the dots: on phones the page's actions first, then how Runlight looks and reads on this device. */
import { Suspense, useState } from "react";
import { MENU_ID } from "../ui/bar.tsx";
import { later } from "../ui/later.tsx";

const LaterChoices = later(async () => (await import("./settings-choices.tsx")).SettingsChoices);

/** `slotRef` takes the element a page's actions are put into on phones. */
export function SettingsMenu({ slotRef }: { slotRef: (slot: HTMLElement | null) => void }) {
  const [isWanted, setWanted] = useState(false);
  return (
    <div
      id={MENU_ID}
      popover="auto"
      role="dialog"
      aria-label="Settings"
      onBeforeToggle={(event) => event.newState === "open" && setWanted(true)}
      onToggle={(event) => event.newState === "closed" && giveFocusBack()}
      className="fixed inset-auto top-[52px] right-4 m-0 w-80 max-w-[calc(100vw-32px)] rounded-dialog border border-line bg-surface p-4 text-ink shadow-dialog"
    >
      <div
        ref={slotRef}
        onClick={(event) => event.target !== event.currentTarget && document.getElementById(MENU_ID)?.hidePopover()}
        className="flex flex-wrap gap-2 not-empty:mb-4 not-empty:border-b not-empty:border-line not-empty:pb-4"
      />
      {isWanted && (
        <Suspense fallback={<p className="h-35 text-ink-3">Loading the settings…</p>}>
          <LaterChoices.Part />
        </Suspense>
      )}
    </div>
  );
}

/** A change of the time mode makes the page anew, and with it the button that opened this. */
function giveFocusBack(): void {
  const focused = document.activeElement;
  // A control of the closed menu still has the focus until the next frame.
  if (focused !== document.body && !document.getElementById(MENU_ID)?.contains(focused)) return;
  document.querySelector<HTMLElement>(`[popovertarget="${MENU_ID}"]`)?.focus();
}
