/** A page that broke: what failed and a way on, never a white screen. */
import { agentsPath } from "../paths.ts";
import { AgentText } from "../ui/agent-text.tsx";
import { Bar } from "../ui/bar.tsx";
import { Button, buttonClass } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { usePageTitle } from "../ui/page-title.ts";
import { Link } from "../ui/router.tsx";

/** After a new version is deployed, an open page may ask for code that is no longer there. */
const CODE_GONE = /dynamically imported module|module script|Loading chunk/i;

export function RouteFailed({ error }: { error: unknown }) {
  const { message, report } = describe(error);
  const isCodeGone = CODE_GONE.test(message);
  usePageTitle("This page failed");
  return (
    <>
      <Bar crumbs={[{ label: "This page failed" }]} />
      <main className="px-6 py-10 max-md:px-4">
        <h1 className="text-20 font-semibold">
          {isCodeGone ? "A part of this page could not be loaded" : "This page failed"}
        </h1>
        <p className="mt-1 max-w-[640px] text-ink-2">
          {isCodeGone
            ? "Runlight may have been updated, or the network is away. Loading the page again helps with both."
            : "A fault in the page itself, not in the run. Nothing was sent or changed by it."}
        </p>
        <pre
          role="alert"
          className="mt-4 max-h-60 max-w-[900px] overflow-auto border-l border-line-strong pl-3 whitespace-pre-wrap text-ink-2"
        >
          <AgentText text={message} />
        </pre>
        <div className="mt-5 flex flex-wrap gap-2">
          <Button kind="primary" size={32} onClick={() => window.location.reload()}>
            Load again
          </Button>
          <Link to={agentsPath()} className={buttonClass("plain", 32)}>
            All agents
          </Link>
          <CopyButton text={report} label="Copy report" />
        </div>
      </main>
    </>
  );
}

function describe(error: unknown): { message: string; report: string } {
  if (error instanceof Error)
    return { message: `${error.name}: ${error.message}`, report: error.stack ?? error.message };
  const message = String(error);
  return { message, report: message };
}
