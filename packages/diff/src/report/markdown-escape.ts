import { codeSpans, printable, printableLine } from "./printable.ts";

/** Nothing to see, and enough to keep GitHub from making a mention, a reference or a link. */
const breaker = "&#8203;";

/** A sentence of which nothing becomes markup, a mention, a reference or a link; what stands between backticks becomes code. */
export function markdownSentence(sentence: string): string {
  return codeSpans(printableLine(sentence))
    .map(({ code, text }) => (code ? markdownCode(text) : markdownText(text)))
    .join("");
}

/** Plain words. */
function markdownText(text: string): string {
  return printable(text.replace(/\s+/g, " "))
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replace(/[\\`*_{}[\]()~|]/g, "\\$&")
    .replace(/[@#]/g, `$&${breaker}`)
    .replace(/:(?=\/\/)/g, `:${breaker}`)
    .replace(/(www|gh)(?=[.-])/gi, `$1${breaker}`)
    .replace(/^(\s*)([-+]|\d+(?=[.)]))/, `$1${breaker}$2`);
}

/** Words as code on one line. */
export function markdownCode(text: string): string {
  const line = printableLine(text);
  if (line === "") return "";
  const fence = "`".repeat(longestRun(line) + 1);
  const padding = /^`|`$/.test(line) ? " " : "";
  return `${fence}${padding}${line}${padding}${fence}`;
}

/** Lines as a block of code. */
export function markdownBlock(text: string, language: string): string {
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${printable(text)}\n${fence}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
