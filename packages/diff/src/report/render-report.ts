import { renderAnnotations } from "./annotations.ts";
import { renderHtml } from "./html.ts";
import { renderJson } from "./json.ts";
import { renderJunit } from "./junit.ts";
import { renderMarkdown } from "./markdown.ts";
import type { Report } from "./report.ts";
import { renderSarif } from "./sarif.ts";
import { renderText } from "./text.ts";

/** How a report can be said. */
export type ReportFormat = "text" | "markdown" | "json" | "github" | "sarif" | "junit" | "html";

export interface RenderOptions {
  /** Text alone. Default false. */
  readonly colour?: boolean;
  /** Text and annotations: every finding, one by one. Default false. */
  readonly all?: boolean;
  /** Markdown alone: which comment of a pull request it is. Default: the contract's name. */
  readonly marker?: string;
}

const renderers: Readonly<Record<ReportFormat, (report: Report, options: RenderOptions) => string>> = {
  text: renderText,
  markdown: renderMarkdown,
  json: renderJson,
  github: renderAnnotations,
  sarif: renderSarif,
  junit: renderJunit,
  html: renderHtml,
};

/** All formats, in the order of the documentation. */
export const reportFormats = Object.keys(renderers) as readonly ReportFormat[];

/** A report in one format, ending in a line feed where it says anything. */
export function renderReport(report: Report, format: ReportFormat, options: RenderOptions = {}): string {
  return renderers[format](report, options);
}
