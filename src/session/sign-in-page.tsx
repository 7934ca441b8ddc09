/** Nobody is signed in: the form in the page's place, and of the page itself not a word. */
import type { SignedOut } from "../api/signed-out.ts";
import { Logo } from "../ui/logo.tsx";
import { usePageTitle } from "../ui/page-title.ts";
import { SignInForm } from "./sign-in-form.tsx";

export function SignInPage({ out }: { out: SignedOut }) {
  usePageTitle();
  return (
    <>
      <header className="flex h-12 items-center gap-2 border-b border-line bg-surface px-6 max-md:px-4">
        <Logo />
        <span className="text-[0.875rem] font-semibold">Runlight</span>
      </header>
      <main className="mx-auto w-full max-w-[360px] px-4 py-10 min-[720px]:pt-[14vh]">
        <h1 className="text-20 font-semibold">Sign in</h1>
        <p className="mt-1 text-ink-2">The link you opened stays as it is; you go on right there.</p>
        <SignInForm problem={out.problem} />
      </main>
    </>
  );
}
