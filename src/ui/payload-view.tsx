/** A free-form value as sent: tree, raw text and, where it is rows, a table. Searchable, copyable, downloadable. */
import { useState } from "react";
import type { Payload } from "../contract/payload.ts";
import { Button } from "./button.tsx";
import { formatBytes, plural } from "./bytes.ts";
import { CopyButton } from "./copy-button.tsx";
import { download } from "./download.ts";
import { LazyMarkdown } from "./lazy-markdown.tsx";
import { looksLikeMarkdown } from "./looks-like-markdown.ts";
import { PayloadRaw } from "./payload-raw.tsx";
import { PayloadRows } from "./payload-rows.tsx";
import { PayloadSearch } from "./payload-search-field.tsx";
import { PayloadTableView } from "./payload-table-view.tsx";
import type { PayloadFacts } from "./payload-facts.ts";
import { countOf, isContainer, rootPlace } from "./payload-tree.ts";
import { JsonArray, type Json } from "../contract/json.ts";
import { Segmented } from "./segmented.tsx";
import { usePayloadJson } from "./use-payload-json.ts";

type Look = "table" | "tree" | "raw" | "markdown";

interface PayloadViewProps {
  readonly payload: Payload;
  /** Accessible name: `Input of Manager approval`. */
  readonly label: string;
  /** Name of the downloaded file, without `.json`. */
  readonly name: string;
}

/** Give it a `key` that changes with what it shows, or what was opened stays open for the next value. */
export function PayloadView({ payload, label, name }: PayloadViewProps) {
  const json = usePayloadJson(payload);
  if (json.kind === "reading") return <Reading length={payload.text.length} part={json.part} />;
  if (json.kind === "unreadable") return <PayloadRaw text={payload.text} label={label} />;
  return <Looks payload={payload} facts={json.facts} label={label} name={name} />;
}

function Looks({ payload, facts, label, name }: PayloadViewProps & { facts: PayloadFacts }) {
  const { text } = payload;
  const { json, table, repeated } = facts;
  const [picked, setLook] = useState<Look>(table && !table.names ? "table" : "tree");
  const look = picked === "table" && !table ? "tree" : picked;
  const [find, setFind] = useState<string>();
  const size = formatBytes(facts.size);
  const looks = [
    ...(table ? [{ key: "table" as const, label: "Table" }] : []),
    { key: "tree" as const, label: "Tree" },
    { key: "raw" as const, label: "Raw" },
    ...(typeof json === "string" && looksLikeMarkdown(json) ? [{ key: "markdown" as const, label: "Markdown" }] : []),
  ];
  return (
    <div role="group" aria-label={label} className="min-w-0">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1 pb-2">
        <p className="mr-auto text-12 whitespace-nowrap text-ink-3">
          <span>
            {table ? `${plural(table.rows.length, "row")}, ${plural(table.columns.length, "column")}` : describe(json)},{" "}
            {size}
          </span>{" "}
          · written by the agent
        </p>
        <Segmented label="Shown as" items={looks} current={look} onPick={setLook} />
        <span className="-mr-2.5 ml-auto flex">
          {look === "tree" && isContainer(json) && (
            <Button
              kind="quiet"
              aria-expanded={find !== undefined}
              onClick={() => setFind(find === undefined ? "" : undefined)}
            >
              Search
            </Button>
          )}
          <CopyButton text={text} name={`Copy ${label}`} />
          <Button kind="quiet" aria-label={`Download ${label}`} onClick={() => download(`${name}.json`, text)}>
            Download
          </Button>
        </span>
      </div>
      {repeated.size > 0 && (
        <p className="pb-2 text-12 text-wait">
          Keys were sent more than once in one object;{" "}
          {look === "tree" ? "all are shown and marked" : "the tree marks them"}.
        </p>
      )}
      {look === "markdown" && typeof json === "string" && (
        <LazyMarkdown text={json} label={label} asText={<PayloadRaw text={json} label={label} />} />
      )}
      {look === "raw" && <PayloadRaw text={text} label={label} />}
      {look === "table" && table && <PayloadTableView table={table} label={label} />}
      {look === "tree" && (
        <PayloadSearch root={rootPlace(json, text)} find={find} onFind={setFind}>
          {(shown) => (
            <PayloadRows root={rootPlace(json, text)} text={text} label={label} repeated={repeated} shown={shown} />
          )}
        </PayloadSearch>
      )}
    </div>
  );
}

function describe(json: Json): string {
  if (json instanceof JsonArray) return plural(json.items.length, "item");
  if (isContainer(json)) return plural(countOf(json), "field");
  return typeof json === "string"
    ? plural(json.length, "character")
    : json === null
      ? "null"
      : typeof json === "boolean"
        ? "true or false"
        : "a number";
}

/** `length` in UTF-16 units: the bytes are counted only while it is read. */
function Reading({ length, part }: { length: number; part: number }) {
  const size = formatBytes(length);
  return (
    <p className="flex items-center gap-3 py-2 text-12 text-ink-3">
      <span>Reading about {size}</span>
      <progress aria-label={`Reading about ${size}`} value={part} max={1} className="h-1 w-40 accent-accent" />
    </p>
  );
}
