/** A link somebody else wrote: it tells nobody where it was followed, and says where it goes when its text does not. */
import type { ReactNode } from "react";
import type { AgentLink as Link } from "./read-link.ts";

/** `children` is what was written; `isNamed` when that shows the target as it is. */
export function AgentLink({ link, isNamed, children }: { link: Link; isNamed: boolean; children: ReactNode }) {
  return (
    <a
      href={link.href}
      target="_blank"
      rel="noopener noreferrer nofollow"
      referrerPolicy="no-referrer"
      className="rounded-bar text-ink underline decoration-line-strong underline-offset-3 hover:decoration-ink"
    >
      {/* Addresses are read from left to right, also those with Arabic or Hebrew in their path. */}
      <bdi dir={isNamed ? "ltr" : undefined}>{children}</bdi>
      {!isNamed && (
        <bdi
          dir="ltr"
          data-target=""
          className="ms-1 rounded-bar border border-control bg-sunken px-0.5 font-mono text-[0.8em] break-all text-ink-2"
        >
          {link.target}
        </bdi>
      )}
    </a>
  );
}
