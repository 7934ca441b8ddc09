/** Starts the page: asks for the run of the address at once, and loads the code meanwhile. */
import { askEarly } from "./api/early-run.ts";
import "./styles.css";

const root = document.getElementById("root");
if (root) {
  const isRun = askEarly(window.location);
  // The document named React, the largest file. It is read while the rest is on its way, and in a task of its own.
  void import("react-dom/client");
  const code = import("./routes.tsx");
  if (isRun) void import("./runs/run-page.tsx").catch(() => undefined);
  openStorage();
  code.then(
    ({ start }) => start(root),
    () => showNotLoaded(root),
  );
}

/** The first look waits for another process, up to a tenth of a second: here it does so while code and run come. */
function openStorage(): void {
  try {
    localStorage.getItem("");
  } catch {
    // Storage may be forbidden.
  }
}

/** The code is gone, as after a deploy in between, or the network is: never a blank page. */
function showNotLoaded(place: HTMLElement): void {
  const words = document.createElement("p");
  words.textContent = "Runlight could not be loaded. It may have been updated, or the network is away.";
  const again = document.createElement("button");
  again.type = "button";
  again.className = "mt-3 h-8 rounded-control border border-line-strong px-3";
  again.textContent = "Load again";
  again.addEventListener("click", () => window.location.reload());
  const box = document.createElement("main");
  box.className = "px-6 py-10 text-13 text-ink";
  box.append(words, again);
  place.replaceChildren(box);
}
