/** The ways to sign in: a token that is sent once and kept nowhere, or the identity provider. */
import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { checkSignedIn, signIn } from "../api/session.ts";
import { subscribeReturns } from "../api/page-conditions.ts";
import type { Problem } from "../contract/problem.ts";
import { oidcStartPath } from "../paths.ts";
import { announce } from "../ui/announce.tsx";
import { Button, buttonClass } from "../ui/button.tsx";
import { providerTrouble, tokenTrouble, waysOf } from "./sign-in-words.ts";

/** `problem` is the 401 that names the ways. */
export function SignInForm({ problem }: { problem: Problem }) {
  const ways = waysOf(problem);
  const trouble = useProviderTrouble();
  const hasToken = ways.includes("token") || ways.includes("modus-token");
  const hasProvider = ways.includes("oidc");
  // Another tab may have signed in for this one.
  useEffect(() => subscribeReturns(() => void checkSignedIn()), []);
  return (
    <>
      {trouble !== undefined && <Trouble text={trouble} />}
      {hasProvider && (
        <a
          href={oidcStartPath(window.location.pathname + window.location.search)}
          className={`${buttonClass("primary", 36)} mt-5 w-full`}
        >
          Sign in with single sign-on
        </a>
      )}
      {hasProvider && hasToken && (
        <p className="mt-5 flex items-center gap-3 text-11 text-ink-3 before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
          or
        </p>
      )}
      {hasToken && <TokenForm isModus={ways.includes("modus-token")} isFirst={!hasProvider} />}
    </>
  );
}

function TokenForm({ isModus, isFirst }: { isModus: boolean; isFirst: boolean }) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [isShown, setShown] = useState(false);
  const [isSending, setSending] = useState(false);
  const [trouble, setTrouble] = useState("");

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const input = field.current;
    // A header line is what people copy from examples.
    const token = input?.value.trim().replace(/^Bearer\s+/i, "") ?? "";
    if (!input || isSending) return;
    if (token === "") {
      setTrouble("Paste a token first.");
      input.focus();
      return;
    }
    input.value = "";
    setShown(false);
    setSending(true);
    setTrouble("");
    const problem = await signIn(token);
    setSending(false);
    if (!problem) return announce("Signed in");
    setTrouble(tokenTrouble(problem));
    input.focus();
  };

  return (
    <form onSubmit={(event) => void submit(event)} className="mt-5" noValidate>
      <label htmlFor={id} className="text-12 text-ink-2">
        {isModus ? "Modus personal access token" : "Access token"}
      </label>
      <div className="relative mt-1">
        <input
          ref={field}
          id={id}
          type={isShown ? "text" : "password"}
          data-autofocus={isFirst || undefined}
          autoFocus={isFirst}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          aria-describedby={`${id}-what ${id}-trouble`}
          aria-invalid={trouble !== ""}
          className="h-9 w-full rounded-control border border-control bg-surface pr-16 pl-3 font-mono text-12 max-md:h-11 max-md:pr-20 max-md:text-[1rem]"
        />
        <button
          type="button"
          aria-pressed={isShown}
          aria-controls={id}
          onClick={() => setShown(!isShown)}
          className="absolute inset-y-0 right-0 min-w-14 rounded-control px-3 text-12 text-ink-2 hover:text-ink"
        >
          {isShown ? "Hide" : "Show"}
        </button>
      </div>
      <p id={`${id}-what`} className="mt-1.5 text-12 text-ink-3">
        {isModus
          ? "Made in your Modus account’s settings. It is sent to this server once and never kept in the browser."
          : "Given by whoever runs this Runlight. It is sent to this server once and never kept in the browser."}
      </p>
      <div id={`${id}-trouble`}>{trouble !== "" && <Trouble text={trouble} />}</div>
      <Button
        type="submit"
        kind={isFirst ? "primary" : "plain"}
        size={36}
        aria-disabled={isSending || undefined}
        className="mt-4 w-full"
      >
        {isSending ? "Signing in…" : isFirst ? "Sign in" : "Sign in with the token"}
      </Button>
    </form>
  );
}

function Trouble({ text }: { text: string }) {
  return (
    <p role="alert" className="mt-3 border-l-2 border-fail bg-fail-tint px-3 py-2 text-12 text-ink">
      {text}
    </p>
  );
}

/** Read from the address once, and taken out of it: a reload or a copied link says nothing of it. */
function useProviderTrouble(): string | undefined {
  const [fragment] = useState(() => window.location.hash);
  const trouble = providerTrouble(fragment);
  useEffect(() => {
    const { pathname, search } = window.location;
    if (trouble !== undefined) window.history.replaceState(window.history.state, "", pathname + search);
  }, [trouble]);
  return trouble;
}
