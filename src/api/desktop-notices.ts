/**
 * Desktop notices: whether a person turned them on in this browser, whether the browser lets us, and showing one. The
 * browser is asked only when somebody presses for it.
 */

/** "refused": by the browser, for this site. "missing": it shows none for a page such as this. */
export type NoticesAccess = "allowed" | "unasked" | "refused" | "missing";
/** What a person chose, as far as the browser goes along. */
export type NoticesState = "on" | "off" | "refused" | "missing";

const KEY = "runlight.desktop-notices";
const listeners = new Set<() => void>();
let isFollowing = false;
let isChosen = read();
/** Phones have the constructor, and it throws: there only a service worker may show notices. */
let isMissing = typeof Notification === "undefined";

const ACCESS = { granted: "allowed", denied: "refused", default: "unasked" } as const;

export function getNoticesAccess(): NoticesAccess {
  return isMissing ? "missing" : ACCESS[Notification.permission];
}

/** A choice counts only as long as the browser agrees; taken back in its settings, it has to be made again. */
export function stateOf(access: NoticesAccess, isWanted: boolean): NoticesState {
  if (access === "allowed") return isWanted ? "on" : "off";
  return access === "unasked" ? "off" : access;
}

export function getNoticesState(): NoticesState {
  return stateOf(getNoticesAccess(), isChosen);
}

export function subscribeNotices(listener: () => void): () => void {
  listeners.add(listener);
  if (!isFollowing) followBrowser();
  return () => listeners.delete(listener);
}

/** Asks the browser unless it has answered before. To be called while a press is handled. Returns what came of it. */
export async function askForNotices(): Promise<NoticesAccess> {
  if (getNoticesAccess() === "unasked") {
    isMissing = !canConstruct();
    if (!isMissing) await Notification.requestPermission();
    tell();
  }
  return getNoticesAccess();
}

export async function turnNoticesOn(): Promise<NoticesState> {
  if ((await askForNotices()) === "allowed") choose(true);
  return getNoticesState();
}

export function turnNoticesOff(): void {
  choose(false);
}

export interface DesktopNotice {
  /** One notice at most has it, in all tabs. */
  readonly key: string;
  readonly title: string;
  readonly body: string;
  readonly onOpen: () => void;
}

/** Shows it when the browser lets us; a press brings this tab to the front and opens. Returns what takes it back. */
export function showNotice({ key, title, body, onOpen }: DesktopNotice): () => void {
  if (getNoticesAccess() !== "allowed") return () => undefined;
  try {
    const notice = new Notification(title, { body, tag: key, dir: "ltr" });
    notice.addEventListener("click", () => {
      window.focus();
      notice.close();
      onOpen();
    });
    return () => notice.close();
  } catch {
    isMissing = true;
    tell();
    return () => undefined;
  }
}

/** Without permission a notice is not shown, only refused by an event; where pages may show none it throws. */
function canConstruct(): boolean {
  try {
    Reflect.construct(Notification, [""]);
    return true;
  } catch {
    return false;
  }
}

function choose(next: boolean): void {
  isChosen = next;
  try {
    localStorage.setItem(KEY, next ? "on" : "off");
  } catch {
    // Storage may be forbidden; the choice then lasts as long as the page.
  }
  tell();
}

function read(): boolean {
  try {
    return localStorage.getItem(KEY) === "on";
  } catch {
    return false;
  }
}

function tell(): void {
  for (const listener of listeners) listener();
}

/** Other tabs choose too, and the browser's own settings change what it lets us do. */
function followBrowser(): void {
  isFollowing = true;
  window.addEventListener("storage", ({ key }) => {
    if (key !== KEY) return;
    isChosen = read();
    tell();
  });
  navigator.permissions?.query({ name: "notifications" }).then(
    (access) => access.addEventListener("change", tell),
    () => undefined,
  );
}
