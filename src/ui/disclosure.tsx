/** Something that can be opened: the browser's details, so that find-in-page and keyboards know it. */
import { type ReactNode, useState } from "react";
import { ChevronRight } from "./icons.tsx";

/** Children are mounted once opened, and stay. `note` stands beside the title and is part of the button's name. */
export function Disclosure(props: { title: string; note?: ReactNode; isOpen?: boolean; children: ReactNode }) {
  const [isOpen, setOpen] = useState(props.isOpen ?? false);
  const [wasOpen, setWasOpen] = useState(isOpen);
  if (isOpen && !wasOpen) setWasOpen(true);
  return (
    <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="flex min-h-11 items-center gap-2 rounded-control -outline-offset-2 select-none [&::-webkit-details-marker]:hidden">
        <ChevronRight className={`size-4 text-ink-2 transition-transform ${isOpen ? "rotate-90" : ""}`} />
        <span className="font-semibold">{props.title}</span>
        {props.note !== undefined && <span className="min-w-0 truncate text-12 text-ink-3">{props.note}</span>}
      </summary>
      {wasOpen && <div className="pb-4 pl-6">{props.children}</div>}
    </details>
  );
}
