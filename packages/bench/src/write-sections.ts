import { readFile, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { markdownOf, type Table } from "./table.ts";

/** A table of a report with the command that makes it anew, and what else is to be said of the run. */
export interface Section {
  readonly table: Table;
  readonly command: string;
  readonly verdict?: string;
}

/** Writes the sections of a run into a report. Those of the same heading are replaced; what was not run stays. */
export async function writeSections(report: URL, title: string, sections: readonly Section[]): Promise<void> {
  const before = await readFile(report, "utf8").catch(() => "");
  await writeFile(report, withSections(before, title, sections.map(sectionText)));
}

/** Where it was measured stands in each section, since they come from several runs. */
function sectionText({ table, command, verdict }: Section): string {
  const machine = `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model.trim()}`;
  const origin = `Written by \`${command}\` on ${machine}.${verdict === undefined ? "" : ` ${verdict}`}`;
  return markdownOf({ ...table, note: `${table.note}\n\n${origin}` });
}

/** A report with these sections; those that it has not yet come last. */
export function withSections(report: string, title: string, sections: readonly string[]): string {
  const [, ...before] = report.split(/^(?=## )/m);
  const fresh = new Map(sections.map((section) => [keyOf(section), section]));
  const kept = before.map((section) => {
    const replaced = fresh.get(keyOf(section));
    fresh.delete(keyOf(section));
    return replaced ?? section;
  });
  const all = [`# ${title}`, ...kept, ...fresh.values()];
  return `${all.map((section) => section.trim()).join("\n\n")}\n`;
}

/** The heading. Some tell of a number that the next run has otherwise. */
function keyOf(section: string): string {
  return (section.split("\n", 1)[0] ?? "").replace(/\d+/g, "0");
}
