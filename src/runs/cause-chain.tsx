/** An error and its causes, outermost first; the last one is where to look. */
import { useState } from "react";
import { type ErrorLink, readError } from "../contract/read-error.ts";
import type { Payload } from "../contract/payload.ts";
import { AgentText } from "../ui/agent-text.tsx";
import { LinkedText } from "../ui/linked-text.tsx";
import { Button } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { FieldList } from "./field-list.tsx";
import { readStack } from "./stack-frames.ts";

/** A chain may go a thousand causes deep; whoever wants them all asks. */
const LINKS_SHOWN = 20;

export function CauseChain({ error, name = "Cause chain" }: { error: Payload; name?: string }) {
  const chain = readError(error);
  const [hasStack, setStack] = useState(true);
  const [isWhole, setWhole] = useState(false);
  // The root is where to look, so it always shows; what is left out stands before it.
  const hidden = isWhole ? 0 : Math.max(0, chain.length - LINKS_SHOWN);
  const shown = hidden > 0 ? [...chain.slice(0, LINKS_SHOWN - 1), ...chain.slice(-1)] : chain;
  const withStack = chain.some((link) => link.stack !== undefined);
  return (
    <section aria-label={name}>
      <div className="mb-2 flex items-center gap-1">
        <h3 className="flex-1 text-13 font-semibold">{chain.length > 1 ? "Cause chain" : "Error"}</h3>
        <span className="-mr-2.5 flex">
          <CopyButton text={() => copied(error)} name="Copy error" />
          {withStack && (
            <Button kind="quiet" size={28} aria-pressed={hasStack} onClick={() => setStack(!hasStack)}>
              Stack
            </Button>
          )}
        </span>
      </div>
      <ol>
        {shown.map((link, index) => {
          const isRoot = index === shown.length - 1;
          return (
            <li key={index} className="relative pb-4 pl-6">
              {!isRoot && (
                <span aria-hidden="true" className="absolute top-3 -bottom-1 left-[5px] w-px bg-line-strong" />
              )}
              <span
                aria-hidden="true"
                className={`absolute top-1.5 left-[2px] size-[7px] rounded-full ${isRoot ? "bg-bar-fail" : "border border-ink-3 bg-surface"}`}
              />
              {isRoot && hidden > 0 && (
                <button
                  type="button"
                  className="h-6 cursor-pointer text-11 text-ink-3 hover:text-ink max-md:h-11"
                  onClick={() => setWhole(true)}
                >
                  {hidden} more {hidden === 1 ? "cause" : "causes"} between
                </button>
              )}
              {index > 0 && <p className="text-11 text-ink-3">{isRoot ? "caused by · root cause" : "caused by"}</p>}
              {link.type !== undefined && (
                <p className={`font-mono text-12 leading-5 font-semibold break-words ${isRoot ? "text-fail" : ""}`}>
                  <AgentText text={link.type} />
                </p>
              )}
              <p className="break-words whitespace-pre-wrap">
                <LinkedText text={link.message} />
              </p>
              {hasStack && link.stack !== undefined && <Stack text={link.stack} />}
              <MoreOfLink link={link} />
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function copied(error: Payload): string {
  return readError(error)
    .map((link) => [[link.type, link.message].filter(Boolean).join(": "), link.stack].filter(Boolean).join("\n"))
    .join("\ncaused by ");
}

/** Codes, causes' own details: what an error says beside type, message and stack. */
function MoreOfLink({ link }: { link: ErrorLink }) {
  const [isOpen, setOpen] = useState(false);
  if (link.extra.length === 0) return null;
  const names = link.extra.map((field) => field.name).join(", ");
  return (
    <>
      <button
        type="button"
        aria-expanded={isOpen}
        className="mt-1 block max-w-full cursor-pointer truncate text-left text-11 leading-6 text-ink-3 hover:text-ink max-md:min-h-11"
        onClick={() => setOpen(!isOpen)}
      >
        Other fields · <AgentText text={names.slice(0, NAMES_MAX)} />
      </button>
      {isOpen && <FieldList fields={link.extra} />}
    </>
  );
}

const NAMES_MAX = 200;

/** Frames of the agent's own code; those of libraries are counted, and shown in their places when asked for. */
function Stack({ text }: { text: string }) {
  const [isWhole, setWhole] = useState(false);
  const { own, libraryCount, all } = readStack(text);
  const isFoldable = own.length > 0 && own.length < all.length;
  const lines = isWhole || !isFoldable ? all : own;
  const folded =
    libraryCount > 0 ? `${libraryCount} ${libraryCount === 1 ? "frame" : "frames"} of libraries` : "whole stack";
  return (
    <div
      role="group"
      aria-label="Stack"
      tabIndex={0}
      className="mt-2 overflow-x-auto border-l border-line pl-3 font-mono text-11 leading-5 text-ink"
    >
      <pre className="font-[inherit]">
        <AgentText text={lines.join("\n")} />
      </pre>
      {isFoldable && (
        <button
          type="button"
          aria-expanded={isWhole}
          className="h-6 cursor-pointer text-ink-3 hover:text-ink max-md:h-11"
          onClick={() => setWhole(!isWhole)}
        >
          {isWhole ? "only own frames" : folded}
        </button>
      )}
    </div>
  );
}
