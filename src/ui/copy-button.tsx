/** Copies a text and says that it did. */
import { useState } from "react";
import { announce } from "./announce.tsx";
import { Button, type ButtonKind } from "./button.tsx";

const SHOWN_MS = 1_500;

interface CopyButtonProps {
  /** A function is asked on press, for texts that are large to make or whose code comes then. */
  readonly text: string | (() => string | Promise<string>);
  /** What is copied, for people who cannot see what stands beside: `Copy workflow id`. */
  readonly name?: string;
  readonly label?: string;
  readonly kind?: ButtonKind;
}

export function CopyButton({ text, name, label = "Copy", kind = "quiet" }: CopyButtonProps) {
  const [state, setState] = useState<"idle" | "copied" | "refused">("idle");
  const press = async () => {
    const isCopied = await copy(text);
    setState(isCopied ? "copied" : "refused");
    announce(isCopied ? "Copied" : "The browser refused to copy");
    setTimeout(() => setState("idle"), SHOWN_MS);
  };
  return (
    <Button kind={kind} aria-label={name} onClick={press} className="tabular-nums">
      {/* Both words stand in one cell, so that the button never changes its width. */}
      <span className="grid *:col-start-1 *:row-start-1">
        <span className={state === "copied" ? "invisible" : ""}>{state === "refused" ? "Not copied" : label}</span>
        <span aria-hidden="true" className={state === "copied" ? "" : "invisible"}>
          Copied
        </span>
      </span>
    </Button>
  );
}

/** False when the browser refused, or the code for it did not come. */
async function copy(text: CopyButtonProps["text"]): Promise<boolean> {
  try {
    const { copyText } = await import("./copy-text.ts");
    return await copyText(typeof text === "string" ? text : await text());
  } catch {
    return false;
  }
}
