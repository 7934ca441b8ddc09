/** How Runlight looks and reads on this device: the choices in the menu. */
import { type ReactNode, useSyncExternalStore } from "react";
import { requestsLastMinute } from "../api/client.ts";
import {
  getNoticesState,
  type NoticesState,
  subscribeNotices,
  turnNoticesOff,
  turnNoticesOn,
} from "../api/desktop-notices.ts";
import { getPageState, setNoticesOff, subscribePageState } from "../api/page-conditions.ts";
import { announce } from "../ui/announce.tsx";
import { MENU_ID } from "../ui/bar.tsx";
import { Button } from "../ui/button.tsx";
import { type Density, setDensity, useDensity } from "../ui/density.ts";
import { Segmented } from "../ui/segmented.tsx";
import { useNow } from "../ui/now.ts";
import { setSingleKeys, useSingleKeys } from "../ui/single-keys.ts";
import { setTimeMode, type TimeMode, useTimeMode } from "../ui/time-mode.ts";
import { NARROW, useMedia } from "../ui/use-media.ts";
import { Account } from "./account.tsx";
import { type KeysDialog, openKeys } from "./keys.tsx";
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
const DENSITIES: readonly { key: Density; label: string }[] = [
  { key: "comfortable", label: "Comfortable" },
  { key: "compact", label: "Compact" },
];
const ON_OFF: readonly { key: "on" | "off"; label: string }[] = [
  { key: "on", label: "On" },
  { key: "off", label: "Off" },
];
const NOTICES_NOTES: Readonly<Record<NoticesState, string>> = {
  on: "When an approval begins to wait for you, with ids only, while a list or the inbox is open in a tab",
  off: "When an approval begins to wait for you, with ids only",
  refused: "This browser refused them for Runlight. Its settings for this site can allow them again.",
  missing: "This browser shows none for a page like this.",
};

export function SettingsChoices() {
  const theme = useTheme();
  const timeMode = useTimeMode();
  const density = useDensity();
  const areKeysOn = useSingleKeys();
  const isNarrow = useMedia(NARROW);
  const { areNoticesOff } = useSyncExternalStore(subscribePageState, getPageState);
  return (
    <>
      <Account />
      <Setting label="Theme">
        <Segmented label="Theme" items={THEMES} current={theme} onPick={setTheme} />
      </Setting>
      <Setting label="Times">
        <Segmented label="Times" items={TIMES} current={timeMode} onPick={setTimeMode} />
      </Setting>
      {/* On a phone a row is as high as a finger needs. */}
      {!isNarrow && (
        <Setting label="Rows">
          <Segmented label="Rows" items={DENSITIES} current={density} onPick={setDensity} />
        </Setting>
      )}
      <DesktopNotices areHiddenOff={areNoticesOff} />
      <Setting label="Hidden tab" note="Title, icon and notices go on, one request a minute">
        <Segmented
          label="Hidden tab"
          items={ON_OFF}
          current={areNoticesOff ? "off" : "on"}
          onPick={(key) => setNoticesOff(key === "off")}
        />
      </Setting>
      <Setting label="Single keys" note="Letters and signs alone, as j, k, / and ?; Ctrl+K works always">
        <Segmented label="Single keys" items={ON_OFF} current={areKeysOn ? "on" : "off"} onPick={setSingleKeys} />
      </Setting>
      <Setting label="Requests, last minute">
        <RequestCount />
      </Setting>
      <div className="mt-2 flex gap-2 border-t border-line pt-3">
        <Button onClick={() => openFromMenu("palette")}>Commands… Ctrl+K</Button>
        <Button onClick={() => openFromMenu("help")}>{areKeysOn ? "Keys… ?" : "Keys…"}</Button>
      </div>
    </>
  );
}

function DesktopNotices({ areHiddenOff }: { areHiddenOff: boolean }) {
  const state = useSyncExternalStore(subscribeNotices, getNoticesState);
  const note = state === "on" && areHiddenOff ? "Only from tabs you see: Hidden tab is off" : NOTICES_NOTES[state];
  const pick = async (key: "on" | "off") => {
    if (key === "off") return turnNoticesOff();
    const next = await turnNoticesOn();
    if (next !== "on") announce(next === "off" ? "Desktop notices are still off" : NOTICES_NOTES[next]);
    return undefined;
  };
  return (
    <Setting label="Desktop notices" note={note} isWarning={state === "refused" || state === "missing"}>
      <Segmented
        label="Desktop notices"
        items={ON_OFF}
        current={state === "on" ? "on" : "off"}
        onPick={(key) => void pick(key)}
      />
    </Setting>
  );
}

/** The menu goes first: what it opened gives the focus back to the button of the menu. */
function openFromMenu(dialog: KeysDialog): void {
  document.getElementById(MENU_ID)?.hidePopover();
  openKeys(dialog);
}

function RequestCount() {
  useNow(1_000);
  return <span className="tabular-nums">{requestsLastMinute()}</span>;
}

function Setting(props: { label: string; note?: string; isWarning?: boolean; children: ReactNode }) {
  const { label, note, isWarning = false, children } = props;
  return (
    <div className="py-1.5">
      <div className="flex items-center justify-between gap-3">
        <span className="text-ink-2">{label}</span>
        {children}
      </div>
      {note !== undefined && <p className={`mt-1 text-11 ${isWarning ? "text-wait" : "text-ink-3"}`}>{note}</p>}
    </div>
  );
}
