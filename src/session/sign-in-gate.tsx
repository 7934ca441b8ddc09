/** What stands in a page's place while the server does not know who looks: the form, at the same address. */
import { Fragment, type ReactNode, Suspense, useSyncExternalStore } from "react";
import { getPerson, getSignedOut, subscribeSignedOut } from "../api/signed-out.ts";
import { later } from "../ui/later.tsx";
import { useLocation } from "../ui/router.tsx";

const LaterPage = later(async () => (await import("./sign-in-page.tsx")).SignInPage);
const LaterReturn = later(async () => (await import("./sign-in-dialog.tsx")).SignInReturn);

/** A page that had answers before stays, and the form comes over it when asked for. */
export function SignInGate({ children }: { children: ReactNode }) {
  const { pathname } = useLocation();
  const out = useSyncExternalStore(subscribeSignedOut, getSignedOut);
  const person = useSyncExternalStore(subscribeSignedOut, getPerson);
  const isKept = !out || out.keptPath === pathname;
  return (
    <>
      {isKept ? (
        <Fragment key={person}>{children}</Fragment>
      ) : (
        <Suspense fallback={null}>
          <LaterPage.Part out={out} />
        </Suspense>
      )}
      {isKept && out && <LaterReturn.Soon out={out} />}
    </>
  );
}
