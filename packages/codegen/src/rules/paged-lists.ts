import type { Rule } from "../rule.ts";
import { dereferenced } from "../union-branches.ts";
import { wordsOf } from "../words-of.ts";

/** What lists many things can be asked for a part of them. */
export const pagedLists: Rule = {
  name: "paged-lists",
  title: "A list can be asked for page by page.",
  explanation:
    "A list that fits one answer today does not fit it next year, and a page cannot be added without breaking who reads the whole. A query whose key ends in `list` or `search` takes a page, a cursor, a limit or an offset.",
  level: "warning",
  bad: 'defineQuery({ ...rest, meta: { ...rest.meta, key: "parcel.list" } })',
  good: 'defineQuery({ ...rest, headers: {}, policy: { auth: "user", pii: [] }, meta: { ...rest.meta, key: "parcel.list" }, io: { ...rest.io, input: ParcelListParams } })',
  check: ({ operations, typesByName }) =>
    operations
      .filter(({ kind, meta }) => kind === "query" && /\.(list|search)$/.test(meta.key))
      .filter(({ io }) => {
        const schemaNamed = (name: string) => typesByName.get(name)?.published.schema;
        const input = dereferenced({ $ref: `#/$defs/${io.input.name}` }, schemaNamed);
        const members = typeof input === "object" ? Object.keys(input.properties ?? {}) : [];
        return !members.some((member) => wordsOf(member).some((word) => paging.has(word)));
      })
      .map(({ meta, io }) => ({
        name: meta.key,
        at: "/io/input",
        message: `It is a list, and ${io.input.name} asks for no page of it.`,
        mend: "Take the common page members, or a cursor and a limit.",
      })),
};

const paging = new Set(["page", "cursor", "limit", "offset", "after", "before"]);
