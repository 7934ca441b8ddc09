/** The keys that work on every page: Ctrl+K for commands, `?` for help, `g a` and `g i` to go. The rest comes later. */
import { Suspense, useEffect, useState } from "react";
import { agentsPath, approvalsPath } from "../paths.ts";
import { later } from "../ui/later.tsx";
import { useNavigate } from "../ui/router.tsx";
import { areSingleKeysOn } from "../ui/single-keys.ts";

export type KeysDialog = "palette" | "help";

const LaterPalette = later(async () => (await import("./palette.tsx")).Palette);
const LaterHelp = later(async () => (await import("./key-help.tsx")).KeyHelp);

/** Ms within which the second of two keys must come. */
const SECOND_KEY_MS = 1_500;

let show: (dialog: KeysDialog) => void = () => {};

export function openKeys(dialog: KeysDialog): void {
  show(dialog);
}

export function Keys() {
  const [dialog, setDialog] = useState<KeysDialog | undefined>(undefined);
  const navigate = useNavigate();
  useEffect(() => {
    show = setDialog;
    let goneAt = Number.NEGATIVE_INFINITY;
    const onKey = (event: KeyboardEvent): void => {
      const { key, target } = event;
      // Nothing opens over a dialog: there it is decided.
      if (event.altKey || event.isComposing || document.querySelector("dialog[open]")) return;
      const isCommand = event.ctrlKey || event.metaKey;
      if (isCommand && !event.shiftKey && key.toLowerCase() === "k") {
        event.preventDefault();
        setDialog("palette");
      }
      if (isCommand || !areSingleKeysOn()) return;
      if (target instanceof Element && target.closest("input, textarea, select, [contenteditable]")) return;
      const isSecond = event.timeStamp - goneAt < SECOND_KEY_MS;
      goneAt = key === "g" ? event.timeStamp : Number.NEGATIVE_INFINITY;
      if (key === "?") setDialog("help");
      else if (isSecond && key === "a") navigate(agentsPath());
      else if (isSecond && key === "i") navigate(approvalsPath());
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [navigate]);
  if (!dialog) return null;
  const Shown = dialog === "palette" ? LaterPalette : LaterHelp;
  return (
    <Suspense fallback={null}>
      <Shown.Part key={dialog} onClose={() => setDialog(undefined)} />
    </Suspense>
  );
}
