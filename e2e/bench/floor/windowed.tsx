/** The React floor that draws only the rows in sight. */
import { useSyncExternalStore } from "react";
import { start } from "./page.tsx";
import { type FloorStep, Row } from "./row.tsx";

const HEIGHT = 24;
const MORE = 10;

function subscribe(onChange: () => void): () => void {
  window.addEventListener("scroll", onChange, { passive: true });
  return () => window.removeEventListener("scroll", onChange);
}

function Steps({ steps }: { steps: readonly FloorStep[] }) {
  const top = useSyncExternalStore(subscribe, () => Math.floor(window.scrollY / HEIGHT));
  const first = Math.max(0, top - MORE);
  const shown = steps.slice(first, top + Math.ceil(window.innerHeight / HEIGHT) + MORE);
  return (
    <div style={{ height: steps.length * HEIGHT, paddingTop: first * HEIGHT, boxSizing: "border-box" }}>
      {shown.map((step, i) => (
        <div key={step.id} style={{ height: HEIGHT }}>
          <Row step={step} index={first + i} />
        </div>
      ))}
    </div>
  );
}

start(Steps);
