/** Who is signed in, with which roles, and the way out. Nothing where nobody has to sign in. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { sessionQuery } from "../api/session-query.ts";
import { signOut } from "../api/session.ts";
import { AgentText } from "../ui/agent-text.tsx";
import { MENU_ID } from "../ui/bar.tsx";
import { Button } from "../ui/button.tsx";

export function Account() {
  const session = useQuery(sessionQuery()).data;
  const [trouble, setTrouble] = useState("");
  if (!session || session.viewer.isLocal || session.signIn === "none") return null;
  const { name, roles = [] } = session.viewer;
  const leave = async () => {
    const problem = await signOut(session.signIn === "oidc");
    if (problem) setTrouble(`${problem.title}. Still signed in.`);
    else document.getElementById(MENU_ID)?.hidePopover();
  };
  return (
    <section aria-label="Account" className="mb-3 border-b border-line pb-4">
      <div className="flex items-center justify-between gap-3">
        <div className="min-w-0">
          <p className="text-11 text-ink-3">Signed in as</p>
          <p className="truncate font-semibold">
            <AgentText text={name} />
          </p>
          <p className="text-12 text-ink-2">{roles.length > 0 ? rolesText(roles) : "No role"}</p>
        </div>
        <Button onClick={() => void leave()}>Sign out</Button>
      </div>
      {trouble !== "" && (
        <p role="alert" className="mt-2 text-12 text-fail">
          {trouble}
        </p>
      )}
    </section>
  );
}

/** `Viewer, approver`. */
function rolesText(roles: readonly string[]): string {
  const text = roles.join(", ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}
