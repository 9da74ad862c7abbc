import {
  bounds,
  capabilities,
  type JsonValue,
  type TextModule,
  type TextRenderInput,
  type TextRenderOutput,
  type TextStatisticsInput,
  type TextStatisticsOutput,
} from "@oap/protocol";
import { validators } from "@oap/protocol/validators";
import { definePlugin, type Plugin } from "../define-plugin.ts";
import { PluginError } from "../plugin-error.ts";

const text: TextModule<unknown> = { render, statistics };

/** The built-in `text` module: pure functions of their input. */
export const textPlugin: Plugin = definePlugin({
  module: "text",
  title: "Text",
  capabilities: {
    render: {
      contract: capabilities.text.render,
      run: text.render,
      checks: { input: validators.TextRenderInput, output: validators.TextRenderOutput },
    },
    statistics: {
      contract: capabilities.text.statistics,
      run: text.statistics,
      checks: { input: validators.TextStatisticsInput, output: validators.TextStatisticsOutput },
    },
  },
});

function render({ template, values = {} }: TextRenderInput): TextRenderOutput {
  let rendered = "";
  let from = 0;
  for (let open = template.indexOf("{{"); open !== -1; open = template.indexOf("{{", from)) {
    const close = template.indexOf("}}", open + 2);
    // Without an end it is no place to fill in.
    if (close === -1) break;
    const name = template.slice(open + 2, close).trim();
    if (!Object.hasOwn(values, name)) {
      throw new PluginError(`The place {{${name.slice(0, 100)}}} has no value.`, {
        reason: "VALIDATION_ERROR",
        details: { place: name.slice(0, 100) },
      });
    }
    rendered = bounded(rendered + template.slice(from, open) + asText(values[name]!));
    from = close + 2;
  }
  return { text: bounded(rendered + template.slice(from)) };
}

function asText(value: JsonValue): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function bounded(rendered: string): string {
  if (rendered.length <= bounds.textCharactersMax) return rendered;
  throw new PluginError(`The text would have more than ${bounds.textCharactersMax} characters.`, {
    reason: "VALIDATION_ERROR",
  });
}

/** Letters and digits of any script, with apostrophes inside. */
const word = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:['’][\p{L}\p{M}\p{N}]+)*/gu;

function statistics({ text, top = 5 }: TextStatisticsInput): TextStatisticsOutput {
  const counts = new Map<string, number>();
  let words = 0;
  for (const [found] of text.matchAll(word)) {
    const folded = found.toLowerCase();
    counts.set(folded, (counts.get(folded) ?? 0) + 1);
    words++;
  }
  return {
    characters: countCharacters(text),
    words,
    distinct_words: counts.size,
    lines: countLines(text),
    most_frequent: [...counts]
      .sort(([leftWord, left], [rightWord, right]) => right - left || (leftWord < rightWord ? -1 : 1))
      .slice(0, top)
      .map(([word, count]) => ({ word, count })),
  };
}

function countCharacters(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** A line break at the very end begins no further line. */
function countLines(text: string): number {
  if (text === "") return 0;
  const breaks = text.match(/\r\n|\n|\r/g)?.length ?? 0;
  return /[\r\n]$/.test(text) ? breaks : breaks + 1;
}
