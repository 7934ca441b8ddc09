/** The menu behind the dots: on phones the page's actions first, then how Runlight looks and reads on this device. */
import { type ReactNode, useSyncExternalStore } from "react";
import { getPageState, setNoticesOff, subscribePageState } from "../api/page-conditions.ts";
import { MENU_ID } from "../ui/bar.tsx";
import { Segmented } from "../ui/tabs.tsx";
import { setTimeMode, type TimeMode, useTimeMode } from "../ui/time-mode.ts";
import { setTheme, type Theme, useTheme } from "./theme.ts";

const THEMES: readonly { key: Theme; label: string }[] = [
  { key: "system", label: "System" },
  { key: "light", label: "Light" },
  { key: "dark", label: "Dark" },
];
const TIMES: readonly { key: TimeMode; label: string }[] = [
  { key: "local", label: "Local" },
  { key: "utc", label: "UTC" },
  { key: "relative", label: "Relative" },
];
const NOTICES: readonly { key: "on" | "off"; label: string }[] = [
  { key: "on", label: "On" },
  { key: "off", label: "Off" },
];

/** `slotRef` takes the element a page's actions are put into on phones. */
export function SettingsMenu({ slotRef }: { slotRef: (slot: HTMLElement | null) => void }) {
  const theme = useTheme();
  const timeMode = useTimeMode();
  const { areNoticesOff } = useSyncExternalStore(subscribePageState, getPageState);
  return (
    <div
      id={MENU_ID}
      popover="auto"
      role="dialog"
      aria-label="Settings"
      onToggle={(event) => event.newState === "closed" && giveFocusBack()}
      className="fixed inset-auto top-[52px] right-4 m-0 w-80 max-w-[calc(100vw-32px)] rounded-dialog border border-line bg-surface p-4 text-ink shadow-dialog"
    >
      <div
        ref={slotRef}
        onClick={(event) => event.target !== event.currentTarget && document.getElementById(MENU_ID)?.hidePopover()}
        className="flex flex-wrap gap-2 not-empty:mb-4 not-empty:border-b not-empty:border-line not-empty:pb-4"
      />
      <Setting label="Theme">
        <Segmented label="Theme" items={THEMES} current={theme} onPick={setTheme} />
      </Setting>
      <Setting label="Times">
        <Segmented label="Times" items={TIMES} current={timeMode} onPick={setTimeMode} />
      </Setting>
      <Setting label="Hidden tab" note="Title and icon follow the run, one request a minute">
        <Segmented
          label="Hidden tab"
          items={NOTICES}
          current={areNoticesOff ? "off" : "on"}
          onPick={(key) => setNoticesOff(key === "off")}
        />
      </Setting>
    </div>
  );
}

function Setting({ label, note, children }: { label: string; note?: string; children: ReactNode }) {
  return (
    <div className="py-1.5">
      <div className="flex items-center justify-between gap-3">
        <span className="text-ink-2">{label}</span>
        {children}
      </div>
      {note !== undefined && <p className="mt-1 text-11 text-ink-3">{note}</p>}
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
