/** What stands around every page: the settings menu, the live region, focus when the page changes. */
import {
  Fragment,
  type ReactNode,
  startTransition,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { Announcer } from "../ui/announce.tsx";
import { preloadRefusals } from "../api/client.ts";
import { useAfterFirstView } from "../api/use-after-first-view.ts";
import { Bar, MenuSlot, WaitingCount } from "../ui/bar.tsx";
import { later } from "../ui/later.tsx";
import { useLocation } from "../ui/router.tsx";
import { useTimeMode } from "../ui/time-mode.ts";
import { Keys } from "./keys.tsx";
import { SignInGate } from "./sign-in-gate.tsx";
import { SettingsMenu } from "./settings-menu.tsx";

const LaterCount = later(async () => (await import("./waiting-counted.tsx")).WaitingCounted);

export function Shell({ children }: { children: ReactNode }) {
  const [slot, setSlot] = useState<HTMLElement | null>(null);
  // At once it would have React draw again before the first paint, for a menu that nobody has opened yet.
  const takeSlot = useCallback((element: HTMLElement | null) => startTransition(() => setSlot(element)), []);
  const [waiting, setWaiting] = useState<number | undefined>(undefined);
  const isAfterFirstView = useAfterFirstView();
  // Times are formatted everywhere, also where nothing renders again by itself; another mode makes the page anew.
  const timeMode = useTimeMode();
  useFocusOnNavigation();
  useEffect(() => {
    if (isAfterFirstView) preloadRefusals();
  }, [isAfterFirstView]);
  return (
    <MenuSlot value={slot}>
      <div className="flex min-h-dvh flex-col bg-canvas text-13 text-ink">
        <SignInGate>
          <WaitingCount value={waiting}>
            <Fragment key={timeMode}>{children}</Fragment>
          </WaitingCount>
          {isAfterFirstView && <LaterCount.Soon onCount={setWaiting} />}
        </SignInGate>
      </div>
      <SettingsMenu slotRef={takeSlot} />
      <Keys />
      <Announcer />
    </MenuSlot>
  );
}

/** While the page's code is on its way. */
export function PageLoading() {
  return <Bar crumbs={[]} />;
}

/** A new page begins at its content; a changed query is the same page. No key falls between the old one and the new. */
function useFocusOnNavigation(): void {
  const { pathname } = useLocation();
  const shown = useRef(pathname);
  useLayoutEffect(() => {
    if (shown.current === pathname) return undefined;
    shown.current = pathname;
    return focusContent();
  }, [pathname]);
}

/** What stands there while a page loads gives the focus on to what takes its place. Returns what stops that. */
function focusContent(): (() => void) | undefined {
  // What must be read before the content, as what is to be decided, is where the page begins.
  const main = document.querySelector<HTMLElement>("[data-page-start], main");
  if (!main) return undefined;
  main.tabIndex = -1;
  main.style.outline = "none";
  main.focus({ preventScroll: true });
  if (main.getAttribute("aria-busy") !== "true") return undefined;
  let stopNext: (() => void) | undefined;
  const observer = new MutationObserver(() => {
    if (main.isConnected) return;
    observer.disconnect();
    if (document.activeElement === document.body) stopNext = focusContent();
  });
  observer.observe(document.body, { childList: true, subtree: true });
  return () => {
    observer.disconnect();
    stopNext?.();
  };
}
