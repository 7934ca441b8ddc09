/** Markdown an agent wrote: text, emphasis, lists, tables and code. No HTML, no pictures, no names or classes of its own. */
import type { MarkedToken, Token, Tokens } from "marked";
import type { ReactNode } from "react";
import { AgentLink } from "./agent-link.tsx";
import { AgentText, VisibleText } from "./agent-text.tsx";
import { PayloadRaw } from "./payload-raw.tsx";
import { readLink } from "./read-link.ts";
import { readMarkdown, withoutReferences } from "./read-markdown.ts";

export function MarkdownView({ text, label }: { text: string; label: string }) {
  const read = readMarkdown(text);
  if (read.kind === "refused") {
    return (
      <>
        <p className="pb-2 text-12 text-ink-2">It stays text, because it {read.why}.</p>
        <PayloadRaw text={text} label={label} />
      </>
    );
  }
  return (
    <div role="group" aria-label={`${label}, Markdown`} className="flex flex-col gap-2 break-words whitespace-normal">
      <Parts tokens={read.tokens} />
    </div>
  );
}

function Parts({ tokens, isInLink = false }: { tokens: readonly Token[] | undefined; isInLink?: boolean }) {
  // Two equal parts may follow each other; they are told apart by their place, and a text is read as a whole.
  return tokens?.map((token, index) => <Part key={index} token={token as MarkedToken} isInLink={isInLink} />);
}

function Part({ token, isInLink }: { token: MarkedToken; isInLink: boolean }): ReactNode {
  const inner = "tokens" in token ? <Parts tokens={token.tokens} isInLink={isInLink} /> : null;
  switch (token.type) {
    case "heading":
      return <Heading depth={token.depth}>{inner}</Heading>;
    case "paragraph":
      return <p dir="auto">{inner}</p>;
    case "blockquote":
      return (
        <blockquote className="flex flex-col gap-2 border-l border-line-strong pl-3 text-ink-2">{inner}</blockquote>
      );
    case "list":
      return <List list={token} />;
    case "table":
      return <Table table={token} />;
    case "code":
      return (
        <pre className="overflow-x-auto rounded-bar bg-sunken px-3 py-2" tabIndex={0}>
          <VisibleText text={token.text} />
        </pre>
      );
    case "codespan":
      return (
        <code className="rounded-bar bg-sunken px-1 break-all">
          <VisibleText text={token.text} />
        </code>
      );
    case "strong":
      return <strong className="font-semibold">{inner}</strong>;
    case "em":
      return <em>{inner}</em>;
    case "del":
      return <del>{inner}</del>;
    case "br":
      return <br />;
    case "hr":
      return <hr className="border-line-strong" />;
    case "space":
      return null;
    case "checkbox":
      return token.checked ? "[x] " : "[ ] ";
    case "link":
      return <Link token={token} isInLink={isInLink} />;
    case "image":
      return <Image token={token} />;
    case "text":
      return token.tokens ? inner : <VisibleText text={withoutReferences(token.text)} />;
    case "escape":
      return <VisibleText text={token.text} />;
    default:
      // HTML, the address of a reference, and what a later reader may find: as it was written.
      return <VisibleText text={token.raw} />;
  }
}

/** Below the headings of the page, whatever level the text claims. */
function Heading({ depth, children }: { depth: number; children: ReactNode }) {
  const Level = depth === 1 ? "h4" : depth === 2 ? "h5" : "h6";
  return (
    <Level dir="auto" className={`font-semibold ${depth > 2 ? "text-ink-2" : "text-ink"}`}>
      {children}
    </Level>
  );
}

function List({ list }: { list: Tokens.List }) {
  const items = list.items.map((item, index) => (
    <li key={index} dir="auto">
      <Parts tokens={item.tokens} />
    </li>
  ));
  return list.ordered ? (
    <ol start={Number(list.start) || 0} className="list-decimal ps-8">
      {items}
    </ol>
  ) : (
    <ul className="list-disc ps-5">{items}</ul>
  );
}

const ALIGN = { left: "text-left", center: "text-center", right: "text-right" } as const;

function Table({ table }: { table: Tokens.Table }) {
  const look = (align: keyof typeof ALIGN | null) => `border-b border-line py-1 pr-5 ${ALIGN[align ?? "left"]}`;
  return (
    <div className="overflow-x-auto" tabIndex={0} role="group" aria-label="Table">
      <table className="border-collapse">
        <thead>
          <tr>
            {table.header.map((cell, index) => (
              <th key={index} scope="col" dir="auto" className={`font-semibold ${look(cell.align)}`}>
                <Parts tokens={cell.tokens} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((cells, row) => (
            <tr key={row}>
              {cells.map((cell, index) => (
                <td key={index} dir="auto" className={look(cell.align)}>
                  <Parts tokens={cell.tokens} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function addressOf({ href, autolink }: { href: string; autolink?: boolean }): string {
  return autolink ? href : withoutReferences(href);
}

/** An address that may not be a link is shown in full, for a person to judge. */
function Link({ token, isInLink }: { token: Tokens.Link; isInLink: boolean }) {
  const address = addressOf(token);
  const link = readLink(address);
  const words = token.text === "" ? <VisibleText text={address} /> : <Parts tokens={token.tokens} isInLink />;
  if (!link || isInLink) {
    return (
      <>
        {words}{" "}
        <span className="break-all text-ink-2">
          (<AgentText text={address} />)
        </span>
      </>
    );
  }
  // `www.a.example` and `a@b.example` lack the scheme and name their target all the same.
  const isNamed = link.isPlain && [address, address.replace(/^(?:https?:\/\/|mailto:)/, "")].includes(token.text);
  return (
    <AgentLink link={link} isNamed={isNamed}>
      {words}
    </AgentLink>
  );
}

/** Never loaded: to load it would tell its host who reads this. */
function Image({ token }: { token: Tokens.Image }) {
  const address = addressOf(token);
  return (
    <span className="text-ink-2">
      image: <AgentText text={token.text === "" ? "no description" : withoutReferences(token.text)} /> (
      <span className="font-mono text-12 break-all">
        <AgentText text={readLink(address)?.target ?? address} />
      </span>
      )
    </span>
  );
}
