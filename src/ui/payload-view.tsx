/** A free-form value as sent: tree, raw text and, where it is rows, a table. Searchable, copyable, downloadable. */
import { useState } from "react";
import type { Payload } from "../contract/payload.ts";
import { Button } from "./button.tsx";
import { formatBytes, plural, utf8Length } from "./bytes.ts";
import { CopyButton } from "./copy-button.tsx";
import { download } from "./download.ts";
import { PayloadRaw } from "./payload-raw.tsx";
import { PayloadRows } from "./payload-rows.tsx";
import { PayloadSearch } from "./payload-search-field.tsx";
import { PayloadTableView } from "./payload-table-view.tsx";
import { readTable } from "./payload-table.ts";
import { countOf, isContainer, rootPlace } from "./payload-tree.ts";
import { JsonArray, type Json } from "../contract/json.ts";
import { Skeleton } from "./skeleton.tsx";
import { Segmented } from "./tabs.tsx";
import { usePayloadJson } from "./use-payload-json.ts";

type Look = "table" | "tree" | "raw";

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
  if (json.kind === "reading") return <Reading text={payload.text} />;
  if (json.kind === "unreadable") return <PayloadRaw text={payload.text} label={label} />;
  return <Looks payload={payload} json={json.json} label={label} name={name} />;
}

function Looks({ payload, json, label, name }: PayloadViewProps & { json: Json }) {
  const { text } = payload;
  const table = readTable(json);
  const [picked, setLook] = useState<Look>(table ? "table" : "tree");
  const look = picked === "table" && !table ? "tree" : picked;
  const [find, setFind] = useState<string>();
  const size = formatBytes(utf8Length(text));
  const looks = [
    ...(table ? [{ key: "table" as const, label: "Table" }] : []),
    { key: "tree" as const, label: "Tree" },
    { key: "raw" as const, label: "Raw" },
  ];
  return (
    <div role="group" aria-label={label} className="min-w-0">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1 pb-2">
        <span className="mr-auto text-12 whitespace-nowrap text-ink-3">
          {table ? `${plural(table.rows.length, "row")}, ${plural(table.columns.length, "column")}` : describe(json)},{" "}
          {size}
        </span>
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
      {look === "raw" && <PayloadRaw text={text} label={label} />}
      {look === "table" && table && <PayloadTableView table={table} label={label} />}
      {look === "tree" && (
        <PayloadSearch root={rootPlace(json, text)} find={find} onFind={setFind}>
          {(shown) => <PayloadRows root={rootPlace(json, text)} text={text} label={label} shown={shown} />}
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

function Reading({ text }: { text: string }) {
  return (
    <div className="py-2">
      <p className="pb-2 text-12 text-ink-3">Reading {formatBytes(utf8Length(text))}</p>
      <Skeleton width={220} />
    </div>
  );
}
