/** The session ended while a page was open: it stays, and the form comes over it when asked for. */
import { askToSignIn, type SignedOut } from "../api/signed-out.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { SignInForm } from "./sign-in-form.tsx";

export function SignInReturn({ out }: { out: SignedOut }) {
  if (!out.isAsked) return null;
  return (
    <Dialog label="Sign in" onClose={() => askToSignIn(false)} className="max-w-[400px]">
      <div className="p-6">
        <h2 className="text-15 font-semibold">Sign in again</h2>
        <p className="mt-1 text-ink-2">Your session has ended. What is on the page stays, and goes on from there.</p>
        <SignInForm problem={out.problem} />
        <Button kind="quiet" size={36} className="mt-2 w-full" onClick={() => askToSignIn(false)}>
          Not now
        </Button>
      </div>
    </Dialog>
  );
}
