import type { BoundSpec, TableSpec } from "@oap/contracts";
import type { Placed } from "../model.ts";
import type { DocsContext } from "./docs-context.ts";
import { code, facts, json, literal, page, prose, section, table } from "./docs-markdown.ts";
import { changesText, deprecationNote, listedMeaning, originFacts } from "./docs-origin.ts";

/** Every named limit and every fixed table. */
export function boundsPage(context: DocsContext): string {
  const { bounds, tables } = context.model;
  const overview =
    bounds.length > 0
      ? table(
          ["Bound", "Value", "Unit", "Meaning"],
          bounds.map(({ spec }) => [
            context.links.bound(spec.name),
            code(String(spec.value)),
            spec.unit,
            listedMeaning(spec, prose(spec.description)),
          ]),
        )
      : "There are none.";
  return page("Bounds and tables", [
    "Everything that can grow has a named bound. Tables are fixed mappings that people and programs both read.",
    section(2, "All bounds", overview),
    ...bounds.map((bound) => boundSection(bound, context)),
    ...tables.map((placed) => tableSection(placed, context)),
  ]);
}

function boundSection(bound: Placed<BoundSpec>, { links }: DocsContext): string {
  const { spec } = bound;
  return section(
    2,
    spec.name,
    ...deprecationNote(spec, links.bound),
    prose(spec.description),
    facts([
      ["Title", prose(spec.title)],
      ["Value", code(String(spec.value))],
      ["Unit", spec.unit],
      ["Changed", changesText(spec)],
      ...originFacts(bound, links),
    ]),
  );
}

function tableSection(placed: Placed<TableSpec>, { links }: DocsContext): string {
  const { spec } = placed;
  return section(
    2,
    spec.name,
    ...deprecationNote(spec, links.table),
    prose(spec.description),
    tableValue(spec.value),
    facts([["Title", prose(spec.title)], ["Changed", changesText(spec)], ...originFacts(placed, links)]),
  );
}

/** A mapping or a list of flat objects as a Markdown table; anything else as JSON. */
function tableValue(value: unknown): string {
  if (Array.isArray(value) && value.length > 0 && value.every(isFlat)) {
    const columns = [...new Set(value.flatMap((row) => Object.keys(row)))];
    return table(
      columns,
      value.map((row) => columns.map((column) => (column in row ? literal(row[column]) : "—"))),
    );
  }
  const entries = isRecord(value) ? Object.entries(value) : [];
  if (entries.length === 0 || entries.some(([, entry]) => isRecord(entry))) return json(value);
  return table(
    ["Key", "Value"],
    entries.map(([key, entry]) => [code(key), [entry].flat().map(literal).join(", ") || literal(entry)]),
  );
}

function isFlat(value: unknown): value is Record<string, unknown> {
  return isRecord(value) && Object.values(value).every((member) => typeof member !== "object" || member === null);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
