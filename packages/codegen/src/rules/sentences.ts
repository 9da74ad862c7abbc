import type { LintContext } from "../lint-context.ts";
import type { Rule } from "../rule.ts";
import { placeOf, schemaNodes } from "../schema-nodes.ts";
import { specMetas } from "../spec-metas.ts";
import type { Finding } from "../violation.ts";

/** Descriptions are sentences, titles are not: both become documentation, hover texts and comments as they stand. */
export const sentences: Rule = {
  name: "sentences",
  title: "Descriptions are whole sentences, titles are names.",
  explanation:
    "Descriptions are printed after one another on pages and in hover texts: without a capital and a full stop they run together. A title is a heading, and ends without one.",
  level: "warning",
  fixable: true,
  bad: 'defineType({ ...rest, name: "Depot", description: "where parcels wait", schema: Type.Object({}) })',
  good: 'defineType({ ...rest, name: "Depot", description: "Where parcels wait.", schema: Type.Object({}) })',
  check: (context) => [
    ...specMetas(context).flatMap(({ name, meta, at }) => [
      ...sentenceFindings(meta.description, { name, writtenAs: name, at: `${at}/description` }),
      ...titleFindings(meta.title, { name, writtenAs: name, at: `${at}/title` }),
    ]),
    ...ownDescriptions(context),
    ...Object.entries(context.registry.errorCodes).flatMap(([code, { meaning }]) =>
      sentenceFindings(meaning, { name: code, at: "/meaning" }, "meaning"),
    ),
  ],
};

/** What schemas within a contract say; the contract's own description is in its root. */
function ownDescriptions(context: LintContext): readonly Finding[] {
  return schemaNodes(context)
    .filter(({ pointer }) => pointer !== "")
    .flatMap((node) => sentenceFindings(node.schema.description, placeOf(node, "description")));
}

type Place = Pick<Finding, "name" | "writtenAs" | "at">;

/**
 * What a sentence may end with: a mark of any script but those that go on, code, a list, or a letter of a script without
 * capitals, some of which have no full stop either.
 */
const ends = /[\p{Po}\p{Pe}\p{Pf}`](?<![,;/@#%&*\\])$|\p{Lo}$|\n[-|*] .*$/u;

function sentenceFindings(text: string | undefined, place: Place, what = "description"): readonly Finding[] {
  if (text === undefined || text.trim() === "") return [];
  const mended = capitalized(stopped(text.trim()));
  if (mended === text) return [];
  const wrong = [
    ...(text === text.trim() ? [] : ["begins or ends with white space"]),
    ...(mended.charAt(0) === text.trim().charAt(0) ? [] : ["begins without a capital letter"]),
    ...(ends.test(text.trim()) ? [] : ["ends without a full stop"]),
  ];
  return [
    {
      ...place,
      message: `Its ${what} ${wrong.join(" and ")}: "${excerpt(text)}".`,
      mend: "Write a whole sentence.",
      fix: { kind: "replace-text", from: text, to: mended },
    },
  ];
}

function titleFindings(title: string, place: Place): readonly Finding[] {
  const mended = title.trim().replace(/(?<!\.)\.$/u, "");
  if (title.trim() === "" || mended === title) return [];
  return [
    {
      ...place,
      message: `Its title is a sentence: "${excerpt(title)}".`,
      mend: "Write a name, without a full stop and without space around it.",
      fix: { kind: "replace-text", from: title, to: mended },
    },
  ];
}

function stopped(text: string): string {
  return ends.test(text) ? text : `${text}.`;
}

/** A first word with a capital inside, as in `iOS`, or with anything but letters, is a name and keeps its form. */
function capitalized(text: string): string {
  const first = /^[a-z]+(?=[\s,;:.]|$)/.exec(text)?.[0];
  return first === undefined ? text : text.charAt(0).toUpperCase() + text.slice(1);
}

const excerptCharactersMax = 40;

function excerpt(text: string): string {
  return text.length <= excerptCharactersMax ? text : `…${text.slice(-excerptCharactersMax)}`;
}
